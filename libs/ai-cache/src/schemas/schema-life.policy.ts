/** What is remembered of the last schema that was loaded. */
export interface SchemaMemory {
  readonly fingerprint: string;
  readonly lifeMs: number;
}

export interface LifeBounds {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface SchemaVerdict {
  /** `unknown`: nothing is remembered, so what is built on an older schema cannot be trusted, either. */
  readonly change: 'unchanged' | 'changed' | 'unknown';
  /** How long it may be served before it is looked at again. */
  readonly lifeMs: number;
}

/** What stays the same is looked at ever more seldom; what has changed may change again soon. */
export function judgeSchema(
  fingerprint: string,
  before: SchemaMemory | undefined,
  { firstMs, longestMs }: LifeBounds,
): SchemaVerdict {
  if (before === undefined) return { change: 'unknown', lifeMs: firstMs };
  if (before.fingerprint !== fingerprint) return { change: 'changed', lifeMs: firstMs };
  return { change: 'unchanged', lifeMs: nextLifeMs(before, { firstMs, longestMs }) };
}

/** The longest life that the next schema can get. */
export function nextLifeMs(before: SchemaMemory | undefined, { firstMs, longestMs }: LifeBounds): number {
  return Math.min(longestMs, Math.max(firstMs, (before?.lifeMs ?? 0) * 2));
}
