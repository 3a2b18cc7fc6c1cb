// The wire to an engine's process. A bundle of its own, loaded with the first question: the protocol's library is larger than
// all else that a window starts with.
import type { ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
} from 'vscode-jsonrpc/node';
import type { Reply } from '../protocol/engine';

/** What a request is sent with. */
export interface RequestHooks<Progress> {
  /** Aborting it tells the engine to end the request, which then has a result all the same. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** A connection to a process that was forked. */
export interface EngineConnection {
  /** Sends a request, `run` being its number among all, and resolves with the reply. */
  request<Progress, Result>(
    method: string,
    request: { readonly run: number },
    hooks: RequestHooks<Progress>,
  ): Promise<Reply<Result>>;
  /** Lets go of the process; requests without a reply are rejected. */
  dispose(): void;
}

/** Connects to a forked process. `onError` gets what goes wrong on the wire. */
export function connect(child: ChildProcess, onError: (message: string) => void): EngineConnection {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onError(([error]) => onError(error.message));
  connection.listen();
  return {
    async request<Progress, Result>(
      method: string,
      request: { readonly run: number },
      { signal, onProgress }: RequestHooks<Progress>,
    ) {
      const stop = new CancellationTokenSource();
      const onAbort = (): void => stop.cancel();
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      const progress = connection.onProgress(new ProgressType<Progress>(), request.run, onProgress);
      try {
        return await connection.sendRequest<Reply<Result>>(method, request, stop.token);
      } finally {
        progress.dispose();
        signal.removeEventListener('abort', onAbort);
        stop.dispose();
      }
    },
    dispose: () => connection.dispose(),
  };
}

/** What connects, for who is given it. */
export type Connect = typeof connect;
