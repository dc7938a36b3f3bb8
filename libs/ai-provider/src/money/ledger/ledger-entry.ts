import type { AttemptEnd } from '../../failover/attempt-end.js';
import type { ErrorKind } from '../../errors/error-kind.js';
import { allInput } from '../prices/counted-tokens.policy.js';
import type { AttemptCharge, ChargeSource } from '../prices/attempt-charge.policy.js';
import type { UsageLabels } from './ledger-row.js';
import type { UsageFigures } from './usage-figures.js';

/** One attempt, as the ledger wrote it down. */
export interface LedgerEntry extends UsageLabels {
  /** When it ended, ms since 1970. */
  readonly at: number;
  readonly outcome: 'answered' | 'failed' | 'aborted';
  /** Why it failed. */
  readonly kind?: ErrorKind;
  /** All input, what caches served and took up included. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** All output, reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** `null` when the price is not known. */
  readonly costMicroDollars: number | null;
  /** Who counted the tokens. */
  readonly source: ChargeSource;
  readonly latencyMs: number;
  /** For streams. */
  readonly firstTokenMs?: number;
}

/** A longer name is no name; it would only fill the memory. */
const LONGEST_LABEL = 128;

export function toLedgerEntry(end: AttemptEnd, charge: AttemptCharge, at: number): LedgerEntry {
  const { candidate, profile, entry, failure } = end;
  const { tokens, costMicroDollars, source } = charge;
  return {
    at,
    provider: candidate.provider,
    model: candidate.model,
    account: candidate.account,
    tenant: label(profile.tenant),
    user: label(profile.user),
    feature: label(profile.feature),
    outcome: outcomeOf(failure?.kind),
    ...(failure ? { kind: failure.kind } : {}),
    inputTokens: allInput(tokens),
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: tokens.cacheWrite,
    outputTokens: tokens.output,
    reasoningTokens: tokens.reasoning,
    costMicroDollars,
    source,
    latencyMs: entry.ms,
    ...(entry.firstTokenMs === undefined ? {} : { firstTokenMs: entry.firstTokenMs }),
  };
}

export function toFigures(entry: LedgerEntry): UsageFigures {
  const { outcome, costMicroDollars, firstTokenMs } = entry;
  return {
    attempts: 1,
    answered: outcome === 'answered' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    aborted: outcome === 'aborted' ? 1 : 0,
    inputTokens: entry.inputTokens,
    cacheReadTokens: entry.cacheReadTokens,
    cacheWriteTokens: entry.cacheWriteTokens,
    outputTokens: entry.outputTokens,
    reasoningTokens: entry.reasoningTokens,
    costMicroDollars: costMicroDollars ?? 0,
    unpriced: costMicroDollars === null ? 1 : 0,
    estimated: entry.source === 'estimated' ? 1 : 0,
    latencyMs: Math.round(entry.latencyMs),
    firstTokenMs: Math.round(firstTokenMs ?? 0),
    firstTokens: firstTokenMs === undefined ? 0 : 1,
  };
}

function outcomeOf(kind: ErrorKind | undefined): LedgerEntry['outcome'] {
  if (kind === undefined) return 'answered';
  return kind === 'aborted' ? 'aborted' : 'failed';
}

function label(name: string | undefined): string | null {
  if (name === undefined || name === '') return null;
  return name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name;
}
