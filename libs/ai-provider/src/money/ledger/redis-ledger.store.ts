import type { Clock } from '@hydrogenai/common';
import { keyTag, RedisScript, withinDeadline, type RedisLike } from '@hydrogenai/common/redis';
import { LedgerStoreError } from './ledger-store.error.js';
import { ADD_BATCH_LUA } from './ledger.lua.js';
import type { HourRange, LedgerBatch, LedgerStore } from './ledger.store.js';
import {
  HOUR_MS,
  hourOf,
  keyOf,
  OTHER,
  USAGE_DIMENSIONS,
  type LedgerRow,
  type UsageLabels,
} from './ledger-row.js';
import { FIGURES, noFigures, type UsageFigures } from './usage-figures.js';

export interface RedisLedgerStoreOptions {
  /** Left open: who opened it closes it. */
  readonly client: RedisLike;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a Cluster. */
  readonly prefix: string;
  /** How long hours are kept. */
  readonly retentionMs: number;
  /** How long one command may take, in ms. Default: 1,000, for nobody waits for it. */
  readonly deadlineMs?: number;
  /** Rows that one hour holds; beyond it tenants, users and features are `other`. Default: 10,000. */
  readonly maxRowsPerHour?: number;
}

/** Hours that are asked for at a time. */
const HOURS_AT_ONCE = 48;

/** The ledger of several processes on Redis: a hash an hour, from labels to figures. */
export class RedisLedgerStore implements LedgerStore {
  private readonly script = new RedisScript(ADD_BATCH_LUA);
  private readonly tag: string;

  /** @throws InvalidOptionError for an empty prefix or one with braces. */
  constructor(private readonly options: RedisLedgerStoreOptions) {
    this.tag = keyTag(options.prefix);
  }

  async add({ writer, sequence, rows }: LedgerBatch): Promise<void> {
    const { client, retentionMs, maxRowsPerHour = 10_000 } = this.options;
    const hours = [...new Set(rows.map(({ hour }) => hour))];
    const keys = [`${this.tag}:ledger:writer:${writer}`, ...hours.map((hour) => this.keyOf(hour))];
    // A batch is repeated while its process lives; the mark must outlive every outage that the hours outlive.
    const args: (string | number)[] = [sequence, retentionMs, maxRowsPerHour];
    for (const { hour, labels, figures } of rows) {
      const anonymous = { ...labels, tenant: OTHER, user: OTHER, feature: OTHER };
      args.push(hours.indexOf(hour) + 1, hour + HOUR_MS + retentionMs, keyOf(labels), keyOf(anonymous));
      args.push(FIGURES.map((figure) => figures[figure]).join(','));
    }
    await this.within(this.script.run(client, keys, args));
  }

  async read({ from, to }: HourRange): Promise<readonly LedgerRow[]> {
    const { clock, retentionMs } = this.options;
    const rows: LedgerRow[] = [];
    const now = clock.now();
    // Nothing is kept longer, and clocks of others may be a little ahead.
    const end = Math.min(to, hourOf(now) + 2 * HOUR_MS);
    let hour = Math.max(from, hourOf(now - retentionMs - HOUR_MS));
    while (hour < end) {
      const hours: number[] = [];
      for (; hour < end && hours.length < HOURS_AT_ONCE; hour += HOUR_MS) hours.push(hour);
      const stored = await this.within(
        Promise.all(hours.map((each) => this.options.client.hgetall(this.keyOf(each)))),
      );
      stored.forEach((fields, index) => rows.push(...rowsOf(hours[index] ?? 0, fields)));
    }
    return rows;
  }

  private keyOf(hour: number): string {
    return `${this.tag}:ledger:${hour / HOUR_MS}`;
  }

  private within<Result>(work: Promise<Result>): Promise<Result> {
    const { clock, deadlineMs = 1_000 } = this.options;
    const late = (): never => {
      throw new LedgerStoreError(deadlineMs);
    };
    return withinDeadline<Result, never>(work, { ms: deadlineMs, clock, late });
  }
}

function rowsOf(hour: number, fields: Readonly<Record<string, string>>): readonly LedgerRow[] {
  return Object.entries(fields).map(([key, text]) => ({
    hour,
    labels: readLabels(key),
    figures: readFigures(text),
  }));
}

function readLabels(key: string): UsageLabels {
  const names: unknown = JSON.parse(key);
  const list: readonly unknown[] = Array.isArray(names) ? names : [];
  const entries = USAGE_DIMENSIONS.map((dimension, index) => {
    const name = list[index];
    return [dimension, typeof name === 'string' ? name : null] as const;
  });
  // Made of all dimensions.
  return Object.fromEntries(entries) as unknown as UsageLabels;
}

function readFigures(text: string): UsageFigures {
  const figures = noFigures();
  const numbers = text.split(',');
  FIGURES.forEach((figure, index) => (figures[figure] = Number(numbers[index] ?? 0)));
  return figures;
}
