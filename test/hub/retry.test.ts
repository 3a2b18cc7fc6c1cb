import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError, networkError } from '../../src/hub/errors';
import { pause, retrying, type RetryPolicy } from '../../src/hub/retry';
import { refusalOf } from '../../src/hub/refusal';
import { whenFree } from '../../src/hub/whenFree';

const policy: RetryPolicy = { retries: 3, firstDelayMs: 1, maxDelayMs: 2, maxRetryAfterMs: 20, stallMs: 1 };
const { signal } = new AbortController();
const busy = new HubError('serverFault', 'h', '503');

describe('trying again', () => {
  it('ends after as many tries as the policy has', async () => {
    let tries = 0;
    const attempt = (): Promise<never> => {
      tries++;
      return Promise.reject(busy);
    };
    await expect(retrying(policy, signal, attempt)).rejects.toBe(busy);
    expect(tries).toBe(4);
  });

  it('counts anew after progress, and only after progress', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 30 }), async (steps) => {
        let reached = 0;
        let tries = 0;
        const attempt = (): Promise<string> => {
          const step = steps[tries++];
          reached += step ?? 0;
          return step === undefined ? Promise.resolve('done') : Promise.reject(busy);
        };
        const idle = steps.map((step) => (step === 0 ? '0' : '+')).join('');
        const outcome = await retrying({ ...policy, firstDelayMs: 0 }, signal, attempt, () => reached).catch(
          () => 'failed',
        );
        // A step ahead counts as the first of the tries that bring nothing.
        expect(outcome).toBe(/^0{4}|[+]0{3}/.test(idle) ? 'failed' : 'done');
      }),
      { numRuns: 30 },
    );
  });

  it.each(['wrongHash', 'unauthorised', 'tls', 'hostNotFound', 'diskFull'] as const)(
    'does not help against %s',
    async (reason) => {
      let tries = 0;
      const attempt = (): Promise<never> => {
        tries++;
        return Promise.reject(new HubError(reason, 'h', ''));
      };
      await expect(retrying(policy, signal, attempt)).rejects.toMatchObject({ reason });
      expect(tries).toBe(1);
    },
  );

  it('waits for the name server of who was online a moment ago', async () => {
    let tries = 0;
    const attempt = (): Promise<number> =>
      ++tries === 1 ? Promise.reject(new HubError('hostNotFound', 'h', '')) : Promise.resolve(tries);
    expect(await retrying(policy, signal, attempt, () => tries)).toBe(2);
  });

  it('does not go on after it was cancelled', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const attempt = (): Promise<never> => {
      stop.abort(reason);
      return Promise.reject(busy);
    };
    await expect(retrying(policy, stop.signal, attempt)).rejects.toBe(reason);
  });

  it('does not wait on after it was cancelled', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const waiting = pause(600_000, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('Retry-After', () => {
  const retryAfter = (value: string): number | undefined => {
    const response = new Response('', { status: 429, headers: { 'retry-after': value } });
    const answer = { response, url: new URL('https://h'), fromHub: true, next: () => Promise.resolve(undefined) };
    return refusalOf(answer, 'x', 'fileNotFound')?.details.retryAfterMs;
  };

  it('is a number of seconds', () => {
    expect(retryAfter('7')).toBe(7_000);
    expect(retryAfter('0')).toBe(0);
  });

  it('is a date', () => {
    const inAMinute = retryAfter(new Date(Date.now() + 60_000).toUTCString()) ?? NaN;
    expect(inAMinute).toBeGreaterThan(50_000);
    expect(inAMinute).toBeLessThanOrEqual(60_000);
    expect(retryAfter('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(0);
  });

  it('that says nothing is none', () => {
    expect(retryAfter('soon')).toBeUndefined();
  });

  it('is waited for, up to a limit', async () => {
    let tries = 0;
    const asked = new HubError('rateLimited', 'h', '', { retryAfterMs: 1e9 });
    const attempt = (): Promise<number> => (++tries === 1 ? Promise.reject(asked) : Promise.resolve(tries));
    const startMs = performance.now();
    expect(await retrying(policy, signal, attempt)).toBe(2);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(policy.maxRetryAfterMs - 1);
  });
});

describe('what fetch throws', () => {
  const thrown = (cause: object): TypeError => new TypeError('fetch failed', { cause });
  const coded = (code: string): Error => Object.assign(new Error('inner'), { code });
  it.each([
    ['ENOTFOUND', 'hostNotFound'],
    ['EAI_AGAIN', 'hostNotFound'],
    ['ECONNRESET', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ])('with code %s is %s', (code, reason) => {
    expect(networkError('h', thrown(coded(code)))).toMatchObject({ reason, subject: 'h', message: code });
  });

  it('because of a proxy that refuses is the proxy’s refusal', () => {
    // The words of undici's ProxyAgent.
    const refused = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
    expect(networkError('h', thrown(refused))).toMatchObject({ reason: 'proxyRefused', details: { status: 407 } });
  });

  it('without a code says what it says', () => {
    expect(networkError('h', thrown(new Error('other side closed')))).toMatchObject({
      ...{ reason: 'unreachable', message: 'other side closed' },
    });
  });
});

describe('a file that another program looks at', () => {
  const failing = (code: string, times: number): { tries: number; run: () => Promise<string> } => {
    const counted = {
      tries: 0,
      run: () =>
        ++counted.tries > times ? Promise.resolve('done') : Promise.reject(Object.assign(new Error(code), { code })),
    };
    return counted;
  };

  it('is waited for on Windows', async () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) expect(await whenFree(failing(code, 1).run, 'win32')).toBe('done');
  });

  it('is not waited for elsewhere, nor for another reason', async () => {
    for (const [code, platform] of [
      ['EPERM', 'linux'],
      ['ENOENT', 'win32'],
    ] as const) {
      const counted = failing(code, 1);
      await expect(whenFree(counted.run, platform)).rejects.toMatchObject({ code });
      expect(counted.tries).toBe(1);
    }
  });
});
