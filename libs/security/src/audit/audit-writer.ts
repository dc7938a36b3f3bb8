import { Logger } from '@nestjs/common';
import type { Clock } from '@hydrogenai/common';
import { isAnchor, type AnchorStore, type AuditAnchor } from './audit-anchor.js';
import type { AuditChain } from './audit-chain.js';
import type { CheckedEntry } from './audit-entry.policy.js';
import { recordOf, type ChainPoint } from './audit-record.js';
import type { AuditSink } from './audit-sink.js';
import type { Unchained } from './audit-queue.js';
import { auditTrouble, troubleCode } from './audit.facts.js';
import { resumeEntry, type ResumeReason } from './own-entries.js';

export interface WriterOptions {
  readonly sink: AuditSink;
  readonly chain: AuditChain;
  readonly anchors: AnchorStore | undefined;
  readonly anchorEvery: number;
  readonly clock: Clock;
}

const logger = new Logger('AuditTrail');

/** Chains records and hands them to the sink; one call at a time. After a failure it finds out anew where the chain ends. */
export class AuditWriter {
  private opened = false;
  private point: ChainPoint | undefined;
  private anchored = 0;

  constructor(private readonly options: WriterOptions) {}

  /** The last record that is known to be written. */
  get head(): ChainPoint | undefined {
    return this.point;
  }

  /** Finds the end of the chain, once. */
  async open(): Promise<void> {
    if (this.opened) return;
    const left = this.point;
    const end = await this.options.sink.open();
    const last = end.last === undefined ? undefined : this.soundPoint(end.last);
    this.point = last ?? (end.last === undefined ? undefined : await this.lastSound());
    const broken = end.last !== undefined && last === undefined;
    const reason = await this.resumeReason({ torn: end.torn, broken, left });
    if (reason !== undefined) {
      await this.append([this.ownFields(resumeEntry(reason))]);
      logger.warn(`The trail goes on behind an end that it has not left itself (${reason}). Verify it.`);
      auditTrouble.publish(() => ({ kind: 'resumed', code: reason }));
    }
    this.opened = true;
  }

  /** @throws whatever the sink throws; then nobody knows which of them are kept */
  async write(records: readonly Unchained[]): Promise<void> {
    try {
      await this.open();
      await this.append(records);
    } catch (error) {
      this.opened = false;
      throw error;
    }
    if (this.point && this.point.id - this.anchored >= this.options.anchorEvery) await this.anchor();
  }

  /** Notes how far the trail has got, unless that was noted. */
  async anchor(): Promise<void> {
    const { anchors, chain, clock } = this.options;
    const { point } = this;
    if (anchors === undefined || point === undefined || point.id === this.anchored) return;
    try {
      await anchors.save(chain.anchor(point, isoTime(clock)));
      this.anchored = point.id;
    } catch (error) {
      const code = troubleCode(error);
      logger.warn(`An anchor of the trail cannot be saved (${code}).`);
      auditTrouble.publish(() => ({ kind: 'no-anchor', code }));
    }
  }

  ownFields(entry: CheckedEntry): Unchained {
    return { at: isoTime(this.options.clock), actor: null, tenant: null, correlationId: null, ...entry };
  }

  private async append(records: readonly Unchained[]): Promise<void> {
    const { sink, chain } = this.options;
    let { point } = this;
    const chained = records.map((fields) => {
      const record = chain.next(fields, point);
      point = { id: record.id, hash: record.hash };
      return record;
    });
    await sink.append(chained);
    this.point = point;
  }

  /** @param found.left where this process has left the trail, when it was open before */
  private async resumeReason(found: {
    readonly torn: boolean;
    readonly broken: boolean;
    readonly left: ChainPoint | undefined;
  }): Promise<ResumeReason | undefined> {
    const anchor = await this.latestAnchor();
    this.anchored = Math.max(this.anchored, anchor?.id ?? 0);
    if (found.broken) return 'broken-chain';
    const known = Math.max(anchor?.id ?? 0, found.left?.id ?? 0);
    if (known > (this.point?.id ?? 0)) return 'missing-tail';
    return found.torn ? 'torn-line' : undefined;
  }

  private async latestAnchor(): Promise<AuditAnchor | undefined> {
    const { anchors, chain } = this.options;
    const sound = ((await anchors?.load()) ?? []).filter(
      (anchor): anchor is AuditAnchor => isAnchor(anchor) && chain.checkAnchor(anchor) === 'sound',
    );
    return sound.reduce<AuditAnchor | undefined>(
      (latest, anchor) => (anchor.id > (latest?.id ?? 0) ? anchor : latest),
      undefined,
    );
  }

  private soundPoint(line: string): ChainPoint | undefined {
    const record = recordOf(line);
    return record && this.options.chain.check(record) === 'sound' ? record : undefined;
  }

  /** Behind a damaged end: the trail must go on, and `verify` names the damage. */
  private async lastSound(): Promise<ChainPoint | undefined> {
    let found: ChainPoint | undefined;
    for await (const { text } of this.options.sink.read()) found = this.soundPoint(text) ?? found;
    return found;
  }
}

export function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
