import { currentContext, type CancelTimer } from '@hydrogenai/common';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { covers } from '../access/permission.policy.js';
import { AuditChain, type PseudonymKind } from './audit-chain.js';
import { checkedEntry, isMadeId, isPlainTenant, type AuditEntry } from './audit-entry.policy.js';
import { AuditQueue } from './audit-queue.js';
import { recordOf, type AuditRecord, type ChainPoint } from './audit-record.js';
import { AuditWriter, isoTime } from './audit-writer.js';
import { auditTrouble, troubleCode } from './audit.facts.js';
import { resolveAudit, type AuditOptions, type FailurePolicy, type ResolvedAudit } from './audit.options.js';
import { AuditUnavailableError } from './audit-unavailable.error.js';
import { lostEntry } from './own-entries.js';
import { verifyChain, type AuditVerdict } from './verify-chain.js';

const logger = new Logger('AuditTrail');

/** Records that go to the sink together at most. */
const MOST_AT_ONCE = 256;
const RETRY_MS = 1_000;

/**
 * Who did what, and what was refused: records that each carry the hash of the one before, signed (HMAC-SHA256). Whoever
 * changes, removes or moves one needs the key. See the README for what only anchors elsewhere can tell.
 */
export class AuditTrail implements OnApplicationShutdown {
  private readonly options: ResolvedAudit;
  private readonly chain: AuditChain;
  private readonly writer: AuditWriter;
  private readonly queue: AuditQueue;
  /** The work under way; what comes next waits for it, so that records, readers and the end never overlap. */
  private turn: Promise<void> = Promise.resolve();
  private cancelRetry: CancelTimer | undefined;
  private troubled = false;
  private closed = false;

  /** @throws InvalidOptionError naming the field */
  constructor(options: AuditOptions, field = 'audit') {
    this.options = resolveAudit(options, field);
    const { keyring, name, sink, anchors, anchorEvery, clock } = this.options;
    this.chain = new AuditChain(keyring, name);
    this.writer = new AuditWriter({ chain: this.chain, sink, anchors, anchorEvery, clock });
    this.queue = new AuditQueue(this.options);
  }

  /**
   * Resolves when the record is kept; for what is spooled at once. Records are kept in the order of the calls.
   * @throws AuditUnavailableError when it cannot be kept and the action is to be blocked then
   * @throws InvalidOptionError for an entry that holds anything but names
   */
  async record(entry: AuditEntry): Promise<void> {
    const checked = checkedEntry(entry, this.options.names);
    if (this.closed) throw new AuditUnavailableError(entry.action);
    const { actor, tenant, correlationId = currentContext()?.correlationId } = entry;
    const fields = {
      at: isoTime(this.options.clock),
      actor: actor === undefined ? null : this.pseudonymOf(actor),
      tenant: this.shown('tenant', tenant, isPlainTenant),
      correlationId: this.shown('correlation', correlationId, isMadeId),
      ...checked,
    };
    const kept = this.queue.add(fields, this.policyOf(entry));
    void this.alone(() => this.writeQueued());
    return kept;
  }

  /** What stands in the trail for somebody, or for a correlation id that a client has chosen. */
  pseudonymOf(name: string, kind: PseudonymKind = 'actor'): string {
    return this.chain.pseudonym(kind, name);
  }

  /**
   * Walks the whole trail and names the first record that is not as it was written. It writes nothing, so that others than
   * the process that records may verify.
   */
  async verify(): Promise<AuditVerdict> {
    await this.turn;
    // Without holding anybody up. A line that is being written just then looks torn, so what is bad is looked at alone.
    const verdict = await this.walk();
    return verdict.valid ? verdict : this.alone(() => this.walk());
  }

  /** The latest records, newest first. They are read, not verified. */
  async latest(count = 100): Promise<readonly AuditRecord[]> {
    await this.turn;
    const records: AuditRecord[] = [];
    for await (const { text } of this.options.sink.read()) {
      const record = recordOf(text);
      if (record === undefined) continue;
      records.push(record);
      if (records.length > count) records.shift();
    }
    return records.toReversed();
  }

  /** Where the trail has got to in this process. */
  get head(): ChainPoint | undefined {
    return this.writer.head;
  }

  /** Writes what waits, makes the last anchor and gives back what the sink holds. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.alone(async () => {
      await this.writeQueued();
      this.cancelRetry?.();
      const { length } = this.queue;
      if (length > 0) logger.error(`${length} records of the audit trail are lost: it cannot be written.`);
      await this.writer.anchor();
      await this.options.sink.close();
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private policyOf({ decision, action }: AuditEntry): FailurePolicy {
    if (decision === 'denied') return 'spool';
    return this.options.onFailure.find(([pattern]) => covers(pattern, action))?.[1] ?? 'block';
  }

  private shown(
    kind: PseudonymKind,
    name: string | undefined,
    isPlain: (name: string) => boolean,
  ): string | null {
    if (name === undefined) return null;
    return isPlain(name) ? name : this.pseudonymOf(name, kind);
  }

  private async walk(): Promise<AuditVerdict> {
    const { sink, anchors, clock } = this.options;
    const saved = (await anchors?.load()) ?? [];
    const { head } = this.writer;
    const own = head === undefined ? [] : [this.chain.anchor(head, isoTime(clock))];
    return verifyChain({
      chain: this.chain,
      lines: sink.read(),
      base: sink.base(),
      anchors: [...saved, ...own],
    });
  }

  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    // Whoever asked hears of a failure; the next one has its own turn all the same.
    this.turn = result.then(nothing, nothing);
    return result;
  }

  /** It never throws. */
  private async writeQueued(): Promise<void> {
    while (this.queue.length > 0) {
      const entries = this.queue.next(MOST_AT_ONCE);
      const lost = this.queue.lostCount;
      const own = lost === 0 ? [] : [this.writer.ownFields(lostEntry(lost))];
      try {
        await this.writer.write([...entries.map(({ fields }) => fields), ...own]);
      } catch (error) {
        this.failed(error);
        return;
      }
      this.queue.written(entries);
      this.queue.lossRecorded(lost);
      if (this.troubled) logger.log('The audit trail is written again.');
      this.troubled = false;
    }
  }

  private failed(error: unknown): void {
    const code = troubleCode(error);
    // Told once for each outage, not for each record.
    if (!this.troubled) logger.error(`The audit trail cannot be written (${code}).`);
    this.troubled = true;
    auditTrouble.publish(() => ({ kind: 'not-written', code }));
    this.queue.refuseWaiters();
    if (this.queue.length === 0 || this.closed) return;
    this.cancelRetry?.();
    this.cancelRetry = this.options.clock.after(RETRY_MS, () => void this.alone(() => this.writeQueued()));
  }
}

function nothing(): void {
  // Only the end of a turn is of interest.
}
