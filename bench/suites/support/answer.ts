/** What a provider answers, in about 2 KB of JSON. */
export function createAnswer(n: number): { readonly n: number; readonly parts: readonly object[] } {
  const parts = Array.from({ length: 20 }, (_, id) => ({
    id,
    text: 'lorem ipsum '.repeat(6),
    score: id / 7,
  }));
  return { n, parts };
}

export type Answer = ReturnType<typeof createAnswer>;
