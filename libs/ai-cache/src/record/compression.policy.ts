import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Below this many bytes compression costs more time than it saves on the wire. */
const WORTH_COMPRESSING_BYTES = 2_048;

/** The same bytes in fewer; undefined when they are few already or would not become fewer. */
export function compressed(plain: Buffer): Buffer | undefined {
  if (plain.length <= WORTH_COMPRESSING_BYTES) return undefined;
  const small = deflateRawSync(plain, { level: constants.Z_BEST_SPEED });
  return small.length < plain.length ? small : undefined;
}

/** Undoes it; undefined unless exactly `plainBytes` come out, and never holds more than these. */
export function inflated(small: Buffer, plainBytes: number): Buffer | undefined {
  try {
    // An output of exactly the limit is accepted by zlib, one byte more is an error.
    const plain = inflateRawSync(small, { maxOutputLength: Math.max(1, plainBytes) });
    return plain.length === plainBytes ? plain : undefined;
  } catch {
    return undefined; // no deflate stream, or a longer one: what the caller asks is only whether it is right
  }
}
