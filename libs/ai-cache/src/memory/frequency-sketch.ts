/** Rows of counters; an estimate is the least of the four, so a key is too high only where all four are shared. */
const ROWS = 4;
const LEAST_WIDTH = 4_096;
/** 16 MiB of counters. Beyond 2 million keys estimates get coarser instead of the sketch larger. */
const MOST_WIDTH = 4 * 1_024 * 1_024;
/** Counters in each row for each key in memory: those that have left are remembered about twice as long as they stayed. */
const COUNTERS_PER_KEY = 4;
const MOST = 255;
/** Halves four counters of eight bits at once: what the upper neighbour would shift in is masked out. */
const HALVES = 0x7f_7f_7f_7f;
const ROW_SEEDS = [0x9e_37_79_b1, 0x85_eb_ca_77, 0xc2_b2_ae_3d, 0x27_d4_eb_2f] as const;

/**
 * How often keys were used that are not in memory now, about and in bounded space: a count-min sketch (Cormode and
 * Muthukrishnan, 2005) whose counters are halved as time goes on, as in TinyLFU (Einziger, Friedman and Manes, 2017).
 */
export class FrequencySketch {
  private width = LEAST_WIDTH;
  private counters = new Uint8Array(LEAST_WIDTH * ROWS);
  private newKeys = 0;

  /** Uses of a key as far as it is known, 0 to 255. Never less than what was raised, but for ageing. */
  estimate(hash: number): number {
    let least = MOST;
    for (let row = 0; row < ROWS; row++) least = Math.min(least, this.counters[this.indexOf(hash, row)] ?? 0);
    return least;
  }

  /**
   * From now on the key has been used at least this often. When so many new keys have come that they begin to share their
   * counters, all counts are halved: else each would inherit one more use than the one before.
   */
  raise(hash: number, uses: number): void {
    if (this.estimate(hash) === 0 && ++this.newKeys > this.width / 2) this.age();
    const value = Math.min(uses, MOST);
    for (let row = 0; row < ROWS; row++) {
      const index = this.indexOf(hash, row);
      if ((this.counters[index] ?? 0) < value) this.counters[index] = value;
    }
  }

  /** Halves every count. */
  age(): void {
    this.newKeys = 0;
    const words = new Uint32Array(this.counters.buffer);
    for (let index = 0; index < words.length; index++) {
      words[index] = ((words[index] ?? 0) >>> 1) & HALVES;
    }
  }

  /** Makes room for so many keys. Keeps every estimate: a row of double width is the row twice. */
  fit(keys: number): void {
    while (this.width < Math.min(keys * COUNTERS_PER_KEY, MOST_WIDTH)) this.double();
  }

  /** Bytes of the counters. */
  get bytes(): number {
    return this.counters.length;
  }

  private double(): void {
    const wider = new Uint8Array(this.counters.length * 2);
    for (let row = 0; row < ROWS; row++) {
      const old = this.counters.subarray(row * this.width, (row + 1) * this.width);
      wider.set(old, row * 2 * this.width);
      wider.set(old, (row * 2 + 1) * this.width);
    }
    this.width *= 2;
    this.counters = wider;
  }

  /** The width is a power of two, so the lower bits of a mixed hash are the place in a row. */
  private indexOf(hash: number, row: number): number {
    let mixed = Math.imul(hash ^ (hash >>> 15), ROW_SEEDS[row] ?? 0);
    mixed ^= mixed >>> 13;
    return row * this.width + (mixed & (this.width - 1));
  }
}

/** FNV-1a over the UTF-16 units of a text, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return hash >>> 0;
}
