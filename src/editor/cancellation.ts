// VS Code's way to end work, to JavaScript's.
import type * as vscode from 'vscode';

/** Does work with a signal that is aborted when the token is cancelled; without a token it never is. */
export async function untilCancelled<Result>(
  token: vscode.CancellationToken | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const listener = token?.onCancellationRequested(() => stop.abort());
  if (token?.isCancellationRequested === true) stop.abort();
  try {
    return await work(stop.signal);
  } finally {
    listener?.dispose();
  }
}
