import { createHash } from 'node:crypto';

/**
 * A unit vector derived from the hash of a text: equal for equal texts, nearly orthogonal for others. It carries no
 * meaning; similar texts are not near each other. Fewer dimensions are the first of the full ones, normalised again,
 * as OpenAI does it.
 */
export function unitVector(text: string, fullDimensions: number, dimensions: number): Float32Array {
  const seed = createHash('sha256').update(text).digest();
  const next = xorshift128(
    seed.readUInt32LE(0),
    seed.readUInt32LE(4),
    seed.readUInt32LE(8),
    seed.readUInt32LE(12) | 1,
  );
  const raw = Array.from({ length: fullDimensions }, next).slice(0, dimensions);
  const norm = Math.hypot(...raw);
  return Float32Array.from(raw, (value) => value / norm);
}

/** Marsaglia's xorshift128, as numbers in [-1, 1). */
function xorshift128(x: number, y: number, z: number, w: number): () => number {
  return () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w | 0) / 0x8000_0000;
  };
}
