/** Each pause is up to a tenth shorter or longer, so that a fleet started together does not ask together. */
const JITTER = 0.1;

/** Results count for this many periods. */
const FRESH_PERIODS = 3;

/** ms until the next run. @param random from 0 to 1. */
export function pauseMs(periodMs: number, random: number): number {
  return periodMs * (1 - JITTER + 2 * JITTER * random);
}

/** Whether a result still says something: a check that runs no more must not look fine for ever. */
export function isFresh(ageMs: number, periodMs: number): boolean {
  return ageMs <= FRESH_PERIODS * periodMs;
}
