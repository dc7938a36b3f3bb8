import type { Response } from 'express';

/** A signal that aborts when the client goes away before the answer is complete, so that nobody pays for the rest. */
export function abortOnClose(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished)
      controller.abort(new DOMException('The client closed the connection.', 'AbortError'));
  });
  return controller.signal;
}
