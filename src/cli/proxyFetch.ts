// A fetch that goes where the environment says: through HTTPS_PROXY or HTTP_PROXY, past them where NO_PROXY says so.
import { InputError } from './errors';

/** A fetch, and the connections that it holds. */
export interface ProxyFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a fetch by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, each in capitals or not. Node reads NODE_EXTRA_CA_CERTS. Throws
 * InputError `badProxy`.
 */
export async function openProxyFetch(): Promise<ProxyFetch> {
  checkProxies(process.env);
  // Loaded only by commands that fetch: `ask` has no way to any network.
  const undici = await import('undici');
  const dispatcher = quietly(() => new undici.EnvHttpProxyAgent());
  return {
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : input;
      const response = await undici.fetch(url, { ...init, dispatcher });
      return response;
    },
    close: () => dispatcher.destroy(),
  };
}

/** A value is not repeated: it may hold a password. */
function checkProxies(env: NodeJS.ProcessEnv): void {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']) {
    const value = env[name] ?? '';
    if (value === '' || /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) continue;
    throw new InputError('badProxy', `${name} is no address of a proxy; it is written http://HOST:PORT`);
  }
}

/** The package warns that this agent is experimental; nobody at a terminal can do anything about that. */
function quietly<T>(make: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
