import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Below this many bytes compression costs more time than it saves on the wire: zlib's objects alone are a tenth of a hit in Redis. */
const WORTH_COMPRESSING_BYTES = 4_096;

/**
 * zlib's own buffer in bytes. One that takes the whole output spares it copies and halves the time for a few KB; a larger one
 * would let a record that lies about its size take memory that it never fills.
 */
const LEAST_CHUNK = 64;
const MOST_CHUNK = 1024 * 1024;

/** The same bytes in fewer; undefined when they are few already or would not become fewer. */
export function compressed(plain: Buffer): Buffer | undefined {
  if (plain.length <= WORTH_COMPRESSING_BYTES) return undefined;
  const small = deflateRawSync(plain, { level: constants.Z_BEST_SPEED, chunkSize: chunkFor(plain.length) });
  return small.length < plain.length ? small : undefined;
}

/** Undoes it; undefined unless exactly `plainBytes` come out. It never makes more than one byte beyond these. */
export function inflated(small: Buffer, plainBytes: number): Buffer | undefined {
  const mostBytes = plainBytes + 1; // room for the end of the stream, without which zlib takes another buffer
  try {
    const plain = inflateRawSync(small, { maxOutputLength: mostBytes, chunkSize: chunkFor(mostBytes) });
    return plain.length === plainBytes ? plain : undefined;
  } catch {
    return undefined; // no deflate stream, or a longer one: what the caller asks is only whether it is right
  }
}

function chunkFor(bytes: number): number {
  return Math.min(Math.max(bytes, LEAST_CHUNK), MOST_CHUNK);
}
