import { systemClock, type CancelTimer } from '@hydrogenai/common';

/** Processes that hold a lease, with the ms until it ends. */
export type Holders = ReadonlyMap<string, number>;

/** The calls to Redis that waiting needs. They reject when Redis cannot be reached. */
export interface AcknowledgementCalls {
  /** Who holds a lease now, but those that need not be waited for. */
  readonly holders: () => Promise<Holders>;
  /** Takes leases away; answers which had not ended. */
  readonly expel: (processes: readonly string[]) => Promise<Holders>;
}

export interface Acknowledged {
  readonly confirmed: number;
  readonly unconfirmed: number;
}

interface Waiting {
  readonly confirmed: Set<string>;
  /** Called at each confirmation. */
  onConfirmed: () => void;
}

/** Clocks of two machines run apart by less than this share of any time. */
const DRIFT = 0.02;
/** Lost messages are sent again this often within a lease. */
const REPEATS = 4;

/** Waits, for each invalidation of this process, until every process that may answer from memory has applied it. */
export class Acknowledgements {
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly leaseMs: number,
    private readonly calls: AcknowledgementCalls,
  ) {}

  /** Before an invalidation is sent, so that no confirmation comes too early. */
  expect(number: string): void {
    this.waiting.set(number, { confirmed: new Set(), onConfirmed: () => undefined });
  }

  /** It was not sent. */
  forget(number: string): void {
    this.waiting.delete(number);
  }

  hear(process: string, numbers: readonly string[]): void {
    for (const number of numbers) {
      const waiting = this.waiting.get(number);
      waiting?.confirmed.add(process);
      waiting?.onConfirmed();
    }
  }

  /**
   * After it was sent. Who holds a lease now must confirm, for a process whose lease began later has not read anything
   * older. Resolves at the latest when the leases of those who do not confirm have ended; who renewed it meanwhile has not
   * heard the message though it hears its pings, so its lease is taken away and runs out. Never rejects.
   */
  async settle(number: string, repeat: () => void): Promise<Acknowledged> {
    const waiting = this.waiting.get(number);
    if (waiting === undefined) return { confirmed: 0, unconfirmed: 0 };
    const holders = await this.ask(this.calls.holders);
    await this.confirmed(waiting, holders, repeat);
    let missing = without(holders.keys(), waiting.confirmed);
    if (missing.size > 0) {
      const renewed = await this.ask(() => this.calls.expel([...missing]));
      await this.confirmed(waiting, renewed, repeat);
      missing = without(missing, waiting.confirmed);
    }
    this.waiting.delete(number);
    return { confirmed: waiting.confirmed.size, unconfirmed: missing.size };
  }

  /** When nobody knows who holds a lease, all leases end within one. */
  private async ask(call: () => Promise<Holders>): Promise<Holders> {
    try {
      return await call();
    } catch {
      return new Map([['?', this.leaseMs]]);
    }
  }

  /** Resolves when all holders have confirmed, or the leases of the others have ended. */
  private confirmed(waiting: Waiting, holders: Holders, repeat: () => void): Promise<void> {
    const missing = without(holders.keys(), waiting.confirmed);
    if (missing.size === 0) return Promise.resolve();
    const longestMs = Math.max(...Array.from(missing, (process) => holders.get(process) ?? 0));
    return new Promise((resolve) => {
      let cancelRepeat: CancelTimer = () => undefined;
      const end = (): void => {
        cancelBound();
        cancelRepeat();
        waiting.onConfirmed = () => undefined;
        resolve();
      };
      const arm = (): void => {
        cancelRepeat = systemClock.after(this.leaseMs / REPEATS, () => {
          repeat();
          arm();
        });
      };
      const cancelBound = systemClock.after(longestMs * (1 + DRIFT) + 1, end);
      arm();
      waiting.onConfirmed = () => {
        if (without(missing, waiting.confirmed).size === 0) end();
      };
      waiting.onConfirmed();
    });
  }
}

function without(processes: Iterable<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...processes].filter((process) => !others.has(process)));
}
