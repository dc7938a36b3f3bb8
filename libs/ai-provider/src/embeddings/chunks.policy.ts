import type { EmbeddingCandidate } from '../candidates/candidate.js';

/** What every candidate can take, so that a call may go to any of them. */
export async function sizesOf(
  candidates: readonly EmbeddingCandidate[],
  parallel: number,
): Promise<{ readonly perCall: number; readonly parallel: number }> {
  let perCall = Infinity;
  let atOnce = parallel;
  for (const { embeddingModel } of candidates) {
    perCall = Math.min(perCall, (await embeddingModel.maxEmbeddingsPerCall) ?? Infinity);
    if (!(await embeddingModel.supportsParallelCalls)) atOnce = 1;
  }
  return { perCall: Math.max(1, perCall), parallel: atOnce };
}

/** The values in order, so many at a time. */
export function chunksOf<Value>(values: readonly Value[], size: number): Value[][] {
  if (values.length <= size) return [[...values]];
  const chunks: Value[][] = [];
  for (let start = 0; start < values.length; start += size) chunks.push(values.slice(start, start + size));
  return chunks;
}
