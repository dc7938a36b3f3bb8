import { leastWorthPerByte, SAMPLE, type Rank } from './eviction.policy.js';

/** Goes through an order from its end, and gives of the next few entries the one that saves least for its bytes. */
export class VictimPicker<Entry extends Rank> {
  /** Those that were looked at and not chosen. */
  readonly sample: Entry[] = [];

  /**
   * @param order oldest first; it must not change while this is used
   * @param settle brings the uses of an entry up to date
   */
  constructor(
    private readonly order: Iterator<Entry>,
    private readonly settle: (entry: Entry) => void,
  ) {}

  /** @throws RangeError when no entry is left. */
  next(nowMs: number): Entry {
    while (this.sample.length < SAMPLE) {
      const { done, value } = this.order.next();
      if (done === true) break;
      this.settle(value);
      this.sample.push(value);
    }
    const [victim] = this.sample.splice(leastWorthPerByte(this.sample, nowMs), 1);
    if (victim === undefined) throw new RangeError('An entry is larger than the memory that should hold it.');
    return victim;
  }
}
