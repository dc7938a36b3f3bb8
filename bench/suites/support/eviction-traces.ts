/** Things that are asked for: ranks of popularity, and names that come once. */
const KEYS = 20_000;
const REQUESTS = 300_000;
/** A scan is a stretch of keys that nobody asks for again: 4,000 after every 6,000 requests. */
const BETWEEN_SCANS = 6_000;
const SCAN = 4_000;
/** A hot set that shifts: after so many requests each thing takes the place of another, or all things are new. */
const SHIFT_AFTER = 50_000;

export interface Trace {
  readonly name: string;
  readonly keys: Int32Array;
  /** Whether keys come in it that come once only. */
  readonly scanned: boolean;
}

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function evictionTraces(): Trace[] {
  const once = (index: number): number => 10_000_000 + index;
  const inScan = (index: number): boolean => index % (BETWEEN_SCANS + SCAN) >= BETWEEN_SCANS;
  const mix = seeded(11);
  const turn = (index: number): number => Math.floor(index / SHIFT_AFTER);
  return [
    ...[0.8, 1, 1.2].map((skew) => trace(`Zipf ${skew}`, false, skew, (rank) => rank)),
    trace('Zipf 1, scans of 4,000', true, 1, (rank, index) => (inScan(index) ? once(index) : rank)),
    trace('Zipf 1, 40 % once only', true, 1, (rank, index) => (mix() < 0.4 ? once(index) : rank)),
    trace('Zipf 1, popularity shifts', false, 1, (rank, index) => (rank + turn(index) * (KEYS / 8)) % KEYS),
    trace('Zipf 1, all new after 50,000', false, 1, (rank, index) => rank + turn(index) * KEYS),
  ];
}

/** Bytes of an answer, 750 to 13,600: log-uniform, as texts are. */
export function sizeOf(key: number): number {
  return 512 + Math.floor(240 * Math.exp(4 * seeded(key)()));
}

/** What computing an answer takes, 200 ms to 20 s: log-uniform. */
export function savedMsOf(key: number): number {
  return 200 * Math.exp(4.6 * seeded(key ^ 0x5a_5a_5a)());
}

/** Bytes of all things that can be popular at one time. */
export function bytesOfAll(): number {
  let bytes = 0;
  for (let key = 0; key < KEYS; key++) bytes += sizeOf(key);
  return bytes;
}

function trace(
  name: string,
  scanned: boolean,
  skew: number,
  keyOf: (rank: number, index: number) => number,
): Trace {
  const rankOf = zipf(skew);
  return { name, scanned, keys: Int32Array.from({ length: REQUESTS }, (_, index) => keyOf(rankOf(), index)) };
}

/** Draws ranks: the n-th thing is asked for 1/n^skew as often as the first. */
function zipf(skew: number): () => number {
  const sums = new Float64Array(KEYS);
  let total = 0;
  for (let rank = 0; rank < KEYS; rank++) sums[rank] = total += 1 / (rank + 1) ** skew;
  const random = seeded(7);
  return () => {
    const point = random() * total;
    let low = 0;
    let high = KEYS - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < point) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
