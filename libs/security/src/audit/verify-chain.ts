import { isAnchor } from './audit-anchor.js';
import { NO_HASH, type AuditChain } from './audit-chain.js';
import { recordOf, type AuditRecord, type ChainPoint } from './audit-record.js';
import type { SinkLine } from './audit-sink.js';
import { isLossNoted, isTornResume } from './own-entries.js';

/** What is wrong with the first bad record. */
export type AuditProblem =
  /** Its signature does not fit: somebody has changed it. */
  | 'altered'
  /** No record at all, or one in another spelling. */
  | 'unreadable'
  /** It is not where it should be: taken out, or moved. */
  | 'missing'
  /** It stands there once more, or was moved here. */
  | 'repeated'
  /** The one before is not the one that it followed. */
  | 'not-chained'
  /** Its key is not in the keyring any more. */
  | 'unknown-key'
  /** Begun and never finished, by a process that died. Nobody was told that it is recorded. It goes when a process writes on. */
  | 'torn'
  /** It was there once, as an anchor or the trail itself knows, and all behind the record before it is gone. */
  | 'truncated'
  /** An anchor knows another record with this id. */
  | 'replaced'
  /** An anchor itself was changed; `id` is the one that it claims. */
  | 'anchor-altered';

export interface FirstBadRecord {
  /** Id of the record that is bad or missing. */
  readonly id: number;
  /** Its line, from 1, where there is one. */
  readonly line?: number;
  readonly problem: AuditProblem;
}

export type AuditVerdict = {
  /** Sound records, up to the first that is bad. */
  readonly records: number;
  /** Lines that were torn by a crash, before the trail went on behind them. Nothing that was recorded is missing there. */
  readonly tornLines: readonly number[];
} & ({ readonly valid: true } | { readonly valid: false; readonly firstBad: FirstBadRecord });

interface Walk {
  point: ChainPoint | undefined;
  /** The one before `point`. */
  before: ChainPoint | undefined;
  suspect: FirstBadRecord | undefined;
  records: number;
  readonly tornLines: number[];
}

export interface ChainToVerify {
  readonly chain: AuditChain;
  readonly lines: AsyncIterable<SinkLine>;
  readonly base: ChainPoint | undefined;
  readonly anchors: readonly unknown[];
}

/** Walks the whole chain, and stops at the first record that is bad. */
export async function verifyChain({ chain, lines, base, anchors }: ChainToVerify): Promise<AuditVerdict> {
  const walk: Walk = { point: base, before: undefined, suspect: undefined, records: 0, tornLines: [] };
  const verdict = (firstBad: FirstBadRecord): AuditVerdict => ({
    valid: false,
    firstBad,
    records: walk.records,
    tornLines: walk.tornLines,
  });
  const known = new Map<number, string>();
  for (const anchor of anchors) {
    const sound = isAnchor(anchor) && chain.checkAnchor(anchor) === 'sound';
    if (!sound) return verdict({ id: claimedId(anchor), problem: 'anchor-altered' });
    const other = known.get(anchor.id);
    if (other !== undefined && other !== anchor.hash) return verdict({ id: anchor.id, problem: 'replaced' });
    known.set(anchor.id, anchor.hash);
  }
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const bad = step(walk, chain, text, line);
    if (bad) return verdict(bad);
    const { point } = walk;
    const anchored = point && known.get(point.id);
    if (point && anchored !== undefined && anchored !== point.hash) {
      return verdict({ id: point.id, line, problem: 'replaced' });
    }
  }
  if (walk.suspect) return verdict(walk.suspect);
  const end = walk.point?.id ?? 0;
  if ([...known.keys()].some((id) => id > end)) return verdict({ id: end + 1, problem: 'truncated' });
  return { valid: true, records: walk.records, tornLines: walk.tornLines };
}

/** One line further. A bad one waits for the next, which may say that it was torn. */
function step(
  walk: Walk,
  chain: AuditChain,
  { text, complete }: SinkLine,
  line: number,
): FirstBadRecord | undefined {
  const expected = (walk.point?.id ?? 0) + 1;
  const record = complete ? recordOf(text) : undefined;
  const problem = complete ? problemOf(record, chain, walk.point) : 'torn';
  if (record && problem === undefined) {
    if (walk.suspect && !isTornResume(record)) return walk.suspect;
    if (isLossNoted(record)) return { id: record.id, line, problem: 'truncated' };
    if (walk.suspect?.line !== undefined) walk.tornLines.push(walk.suspect.line);
    walk.suspect = undefined;
    walk.before = walk.point;
    walk.point = record;
    walk.records += 1;
    return undefined;
  }
  if (walk.suspect) return walk.suspect;
  if (
    record &&
    walk.records > 0 &&
    isTornResume(record) &&
    problemOf(record, chain, walk.before) === undefined
  ) {
    // Only the line break of the record before was missing.
    walk.tornLines.push(line - 1);
    walk.point = record;
    return undefined;
  }
  walk.suspect = { id: expected, line, problem: problem ?? 'unreadable' };
  return undefined;
}

function problemOf(
  record: AuditRecord | undefined,
  chain: AuditChain,
  point: ChainPoint | undefined,
): AuditProblem | undefined {
  if (record === undefined) return 'unreadable';
  const signature = chain.check(record);
  if (signature !== 'sound') return signature;
  const expected = (point?.id ?? 0) + 1;
  if (record.id > expected) return 'missing';
  if (record.id < expected) return 'repeated';
  return record.previousHash === (point?.hash ?? NO_HASH) ? undefined : 'not-chained';
}

function claimedId(anchor: unknown): number {
  return isAnchor(anchor) ? anchor.id : 0;
}
