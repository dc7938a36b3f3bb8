import type { IncomingMessage } from 'node:http';
import { RefusedRequest } from './problem.types.js';

/**
 * Reads a body as text. One that is too large is read to its end and dropped: a client that is still sending would
 * see a reset connection instead of the answer.
 * @throws RefusedRequest `tooLarge`
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  let chunks: Buffer[] = [];
  let size = 0;
  // Without an encoding set, a request yields buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
    else chunks = [];
  }
  if (size > limitBytes) throw new RefusedRequest({ kind: 'tooLarge', limitBytes });
  return Buffer.concat(chunks).toString('utf8');
}
