/** Enough for every wrapping that is seen, and a bound because causes can form a cycle. */
const DEEPEST_CAUSE = 8;

/** An error and what it wraps, outermost first: every object along `cause`. */
export function* causesOf(error: unknown): Generator<object, void, undefined> {
  let current = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && typeof current === 'object' && current !== null; depth++) {
    yield current;
    current = 'cause' in current ? current.cause : undefined;
  }
}
