// A wait for the network that ends: with what came, with the caller's signal, or because nothing comes any more.
import { HubError, networkError } from './errors';

/** The waits of one attempt. Its `signal` belongs into every fetch of the attempt; `end` closes what is still open. */
export class NetworkWait {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stallMs: number;
  readonly #onAbort = (): void => this.#controller.abort(this.#outer.reason);

  constructor(outer: AbortSignal, stallMs: number) {
    outer.throwIfAborted();
    this.#outer = outer;
    this.#stallMs = stallMs;
    outer.addEventListener('abort', this.#onAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for something from `host`, `stallMs` at most. Throws HubError, or the caller's reason. */
  async for<T>(host: string, begin: () => Promise<T>): Promise<T> {
    const onStall = (): void => {
      this.#controller.abort(new HubError('stalled', host, `nothing came for ${this.#stallMs} ms`));
    };
    const timer = setTimeout(onStall, this.#stallMs);
    try {
      return await this.#unlessAborted(begin());
    } catch (cause) {
      this.signal.throwIfAborted();
      throw networkError(host, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** fetch forgets to reject a read of a body that has come whole when it is aborted (Node 20). */
  #unlessAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(new Error('aborted', { cause: signal.reason }));
      signal.addEventListener('abort', onAbort);
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
      if (signal.aborted) onAbort();
    });
  }

  end(): void {
    this.#outer.removeEventListener('abort', this.#onAbort);
    this.#controller.abort();
  }
}
