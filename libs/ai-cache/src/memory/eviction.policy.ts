/** What is known of an entry when room is needed. */
export interface Rank {
  readonly bytes: number;
  /** What one use saves, beside that of an ordinary answer: see `weightOf`. */
  readonly weight: number;
  /** Uses in units of `ONE_USE`, halved as time goes on. */
  readonly uses: number;
  readonly expiresMs: number;
}

/** A use is counted as sixteen, so that halves of it tell entries apart for some time. */
export const ONE_USE = 16;

/** Entries at the end of the order that are compared when one has to go. */
export const SAMPLE = 8;

/** Part of the memory in which new answers wait, in order of use, until it is known how often they are used. */
export const WINDOW_SHARE = 0.05;

/** Counts are halved each time that all entries were used so often on average. */
export const USES_PER_AGE = 2;

/** What the next uses of an entry will save, about. An expired one saves nothing. */
export function worthOf({ uses, weight, expiresMs }: Rank, nowMs: number): number {
  return nowMs >= expiresMs ? 0 : uses * weight;
}

/** Place in `sample` of the entry that saves least for the bytes it takes. */
export function leastWorthPerByte(sample: readonly Rank[], nowMs: number): number {
  let least = 0;
  let leastWorth = Number.POSITIVE_INFINITY;
  for (const [place, rank] of sample.entries()) {
    const worth = worthOf(rank, nowMs) / rank.bytes;
    if (worth >= leastWorth) continue;
    leastWorth = worth;
    least = place;
  }
  return least;
}

/**
 * Whether an answer takes the place of all the victims that have to go for it. Equal is not enough: keys that are asked
 * for once, one after the other, then push nothing out.
 */
export function isAdmitted(candidate: Rank, victimsWorth: number, nowMs: number): boolean {
  return worthOf(candidate, nowMs) > victimsWorth;
}

/**
 * Whether those who stay lose half their uses: their rival has been asked for before, so what is popular may be changing.
 * A rival that nobody remembers says nothing, however many there are of them.
 */
export function weakensVictims(candidate: Rank): boolean {
  return candidate.uses >= 2 * ONE_USE;
}
