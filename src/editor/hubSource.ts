// The settings and the environment, to the Hub that this window asks.
import type { ModelSource } from '../hub/install';
import { hubSettings } from '../hub/settings';
import { hubEndpoint } from './settings';

/** Whether this user has switched requests to the Hub off (HF_HUB_OFFLINE). */
export function isOffline(): boolean {
  return hubSettings({ ...process.env, HF_ENDPOINT: '' }).offline;
}

/** The Hub's address: the setting, else the environment's. Throws HubError `badEndpoint`. */
export function hubAddress(): URL {
  return settings().endpoint;
}

/**
 * Where files are fetched from. The extension host's own fetch knows VS Code's proxy and certificates. Throws HubError
 * `badEndpoint`.
 */
export function hubSource(token: string | null, signal: AbortSignal): ModelSource {
  const { endpoint, offline, cacheFolder } = settings();
  return { endpoint, offline, cacheFolder, token, signal, fetch: globalThis.fetch };
}

function settings(): ReturnType<typeof hubSettings> {
  const endpoint = hubEndpoint();
  return hubSettings({ ...process.env, ...(endpoint !== '' && { HF_ENDPOINT: endpoint }) });
}
