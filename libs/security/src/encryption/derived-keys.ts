import type { KeyObject } from 'node:crypto';

/** A derived key and how often this process has encrypted with it. */
export interface DerivedKey {
  readonly key: KeyObject;
  uses: number;
}

/** Keys that are kept ready; deriving one takes about 20 us. */
const MOST_KEYS = 1_000;

/**
 * Derived keys, the ones used longest ago forgotten first. A count must not begin anew when its key is forgotten, so every key
 * that is derived after that begins with the highest count forgotten: too high, which costs nothing, and never too low.
 */
export class DerivedKeys {
  private readonly keys = new Map<string, DerivedKey>();
  private mostForgotten = 0;

  of(purpose: string, derive: () => KeyObject): DerivedKey {
    let found = this.keys.get(purpose);
    if (found === undefined) found = { key: derive(), uses: this.mostForgotten };
    else this.keys.delete(purpose); // so that it is the last again
    this.keys.set(purpose, found);
    if (this.keys.size > MOST_KEYS) this.forgetFirst();
    return found;
  }

  private forgetFirst(): void {
    for (const [purpose, { uses }] of this.keys) {
      this.keys.delete(purpose);
      this.mostForgotten = Math.max(this.mostForgotten, uses);
      return;
    }
  }
}
