import type { FileHandle } from 'node:fs/promises';
import type { SinkEnd, SinkLine } from './audit-sink.js';

const CHUNK_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/** Lines of a file. Every byte is one character, so that no damage is repaired by decoding. */
export async function* linesOf(file: FileHandle): AsyncGenerator<SinkLine, void, undefined> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = '';
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const parts = (rest + chunk.toString('latin1', 0, bytesRead)).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text, complete: true };
  }
  if (rest !== '') yield { text: rest, complete: false };
}

/** The end of a file of `size` bytes, read from behind. */
export async function endOf(file: FileHandle, size: number): Promise<SinkEnd> {
  let tail: Buffer = Buffer.alloc(0);
  for (let at = size; at > 0;) {
    const length = Math.min(CHUNK_BYTES, at);
    at -= length;
    const chunk = Buffer.alloc(length);
    await file.read(chunk, 0, length, at);
    tail = Buffer.concat([chunk, tail]);
    const end = tail.lastIndexOf(LINE_FEED);
    const start = end > 0 ? tail.lastIndexOf(LINE_FEED, end - 1) : -1;
    if (start !== -1) return endIn(tail, start, end);
  }
  return endIn(tail, -1, tail.lastIndexOf(LINE_FEED));
}

function endIn(tail: Buffer, start: number, end: number): SinkEnd {
  return {
    last: end === -1 ? undefined : tail.toString('latin1', start + 1, end),
    torn: end !== tail.length - 1,
  };
}
