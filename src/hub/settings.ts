// The environment variables that every user of the Hub knows, read as Python's huggingface_hub reads them.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultEndpoint, parseEndpoint } from './endpoint';

/** What the environment says about the Hub. */
export interface HubSettings {
  readonly endpoint: URL;
  /** No request may be made. */
  readonly offline: boolean;
  readonly token: string | null;
  /** The cache that all programs of this user share; it may not exist. */
  readonly cacheFolder: string;
}

/**
 * Reads HF_ENDPOINT, HF_HUB_OFFLINE, HF_TOKEN, and the cache's place from the first of HF_HUB_CACHE,
 * HUGGINGFACE_HUB_CACHE, HF_HOME and XDG_CACHE_HOME. An empty variable counts as unset. Throws HubError `badEndpoint`.
 */
export function hubSettings(env: NodeJS.ProcessEnv, home: string = homedir()): HubSettings {
  const get = (name: string): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  const folder = (name: string): string | undefined => {
    const value = get(name);
    return value === undefined ? undefined : expand(value, env, home);
  };
  const hfHome = folder('HF_HOME') ?? join(get('XDG_CACHE_HOME') ?? join(home, '.cache'), 'huggingface');
  return {
    endpoint: parseEndpoint(get('HF_ENDPOINT') ?? defaultEndpoint),
    offline: /^(?:1|on|yes|true)$/i.test(get('HF_HUB_OFFLINE') ?? ''),
    token: get('HF_TOKEN') ?? null,
    cacheFolder: folder('HF_HUB_CACHE') ?? folder('HUGGINGFACE_HUB_CACHE') ?? join(hfHome, 'hub'),
  };
}

/** `~`, `$NAME` and `${NAME}`; an unknown name stays as it is. */
function expand(path: string, env: NodeJS.ProcessEnv, home: string): string {
  return path
    .replace(/^~(?=$|[\\/])/, () => home)
    .replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => env[plain ?? braced ?? ''] ?? whole);
}
