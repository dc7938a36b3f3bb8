import {
  InvalidOptionError,
  matching,
  oneOf,
  parseDuration,
  wholeNumber,
  type Duration,
} from '@hydrogenai/common';
import { resolveWindow, type BudgetWindow, type ResolvedWindow } from './budget-window.policy.js';

export const BUDGET_SCOPES = ['call', 'user', 'tenant', 'feature', 'provider', 'total'] as const;

export type BudgetScope = (typeof BUDGET_SCOPES)[number];

export interface BudgetOptions {
  /** What errors and facts call it, 1 to 64 letters, digits, `-`, `_` and `.`; different for each budget. */
  readonly name: string;
  /**
   * Who has one of its own. Calls that do not say their user, tenant or feature share one, so that nobody goes without a
   * limit by saying nothing. `call`: no single attempt may cost more.
   */
  readonly per: BudgetScope;
  /** In US dollars, at most six decimals. Give this or `limitMicroDollars`. */
  readonly limitDollars?: number;
  readonly limitMicroDollars?: number;
  /** When it begins anew: `'hour'`, `'day'` and `'month'` of UTC, or a duration from 1 s on. Needed unless `per` is `call`. */
  readonly window?: BudgetWindow;
  /**
   * `reject`: a call that does not fit fails with `BudgetExceededError`. `downgrade`: candidates that do not fit are left
   * out, and it fails only when none is left. A budget per provider always leaves candidates out. Default: `'reject'`.
   */
  readonly onExceed?: 'reject' | 'downgrade';
  /** Share of the limit, 0 to 1, at which one fact is told for each window. Default: 0.8. */
  readonly alarmAt?: number;
}

/** What holds for all budgets. */
export interface BudgetingOptions {
  /**
   * Candidates whose price is not known. `reject`: they are left out, for what they cost could not be held against a
   * limit. `allow`: they are used and count nothing. Default: `'reject'`.
   */
  readonly unpriced?: 'reject' | 'allow';
  /** Output tokens reserved for a call that sets no maximum, 1 to 1,000,000. Default: 4,096. */
  readonly assumedOutputTokens?: number;
  /**
   * When the reservation of a process that died returns. Longer than any call takes, or a call that is still under way
   * loses its reservation. 1 s to 1 day. Default: `'10m'`.
   */
  readonly lease?: Duration;
  /** How long Redis may take for a decision before this process decides by its own share. 1 ms to 10 s. Default: `'100ms'`. */
  readonly deadline?: Duration;
}

export interface Budget {
  readonly name: string;
  readonly per: BudgetScope;
  readonly limit: number;
  /** `undefined` for budgets per call. */
  readonly window: ResolvedWindow | undefined;
  readonly onExceed: 'reject' | 'downgrade';
  /** Micro-dollars at which the alarm goes. */
  readonly alarmFrom: number;
}

export interface ResolvedBudgeting {
  readonly budgets: readonly Budget[];
  readonly unpriced: 'reject' | 'allow';
  readonly assumedOutputTokens: number;
  readonly leaseMs: number;
  readonly deadlineMs: number;
}

const NAME = /^[\w.-]{1,64}$/;
const MICRO = 1_000_000;
/** A billion dollars. */
const HIGHEST_LIMIT = 1_000_000_000 * MICRO;

/**
 * Fills the defaults.
 * @throws InvalidOptionError naming the field.
 */
export function resolveBudgets(
  budgets: readonly BudgetOptions[] = [],
  budgeting: BudgetingOptions = {},
  field = 'budgets',
): ResolvedBudgeting {
  if (!Array.isArray(budgets)) {
    throw new InvalidOptionError({ field, accepted: 'a list of budgets', received: budgets });
  }
  const resolved = budgets.map((budget: BudgetOptions, index) => resolveBudget(budget, `${field}[${index}]`));
  resolved.forEach(({ name }, index) => {
    if (resolved.findIndex((other) => other.name === name) !== index) {
      throw new InvalidOptionError({
        field: `${field}[${index}].name`,
        accepted: 'a name that no other budget has',
        received: name,
      });
    }
  });
  return {
    budgets: resolved,
    unpriced: oneOf(budgeting.unpriced ?? 'reject', ['reject', 'allow'], 'budgeting.unpriced'),
    assumedOutputTokens: wholeNumber(
      budgeting.assumedOutputTokens ?? 4_096,
      'budgeting.assumedOutputTokens',
      1,
      MICRO,
    ),
    leaseMs: parseDuration(budgeting.lease ?? '10m', 'budgeting.lease', { minMs: 1_000, maxMs: 86_400_000 }),
    deadlineMs: parseDuration(budgeting.deadline ?? '100ms', 'budgeting.deadline', {
      minMs: 1,
      maxMs: 10_000,
    }),
  };
}

function resolveBudget(options: BudgetOptions, field: string): Budget {
  const name = matching(options?.name, NAME, `${field}.name`, '1 to 64 letters, digits, "-", "_" and "."');
  const per = oneOf(options.per, BUDGET_SCOPES, `${field}.per`);
  const limit = limitOf(options, field);
  const alarmAt = options.alarmAt ?? 0.8;
  if (!(typeof alarmAt === 'number' && alarmAt >= 0 && alarmAt <= 1)) {
    throw new InvalidOptionError({
      field: `${field}.alarmAt`,
      accepted: 'a share from 0 to 1',
      received: alarmAt,
    });
  }
  return {
    name,
    per,
    limit,
    window: windowOf(options, per, field),
    onExceed: oneOf(options.onExceed ?? 'reject', ['reject', 'downgrade'], `${field}.onExceed`),
    alarmFrom: Math.ceil(limit * alarmAt),
  };
}

function windowOf({ window }: BudgetOptions, per: BudgetScope, field: string): ResolvedWindow | undefined {
  if (per === 'call') return undefined;
  if (window !== undefined) return resolveWindow(window, `${field}.window`);
  throw new InvalidOptionError({
    field: `${field}.window`,
    accepted: "'hour', 'day', 'month' or a duration",
    received: window,
  });
}

function limitOf({ limitDollars, limitMicroDollars }: BudgetOptions, field: string): number {
  if ((limitDollars === undefined) === (limitMicroDollars === undefined)) {
    throw new InvalidOptionError({
      field: `${field}.limitDollars`,
      accepted: 'either limitDollars or limitMicroDollars',
      received: limitDollars,
    });
  }
  if (limitMicroDollars !== undefined) {
    return wholeNumber(limitMicroDollars, `${field}.limitMicroDollars`, 0, HIGHEST_LIMIT);
  }
  const micro = Math.round(Number(limitDollars) * MICRO);
  if (
    typeof limitDollars === 'number' &&
    micro >= 0 &&
    micro <= HIGHEST_LIMIT &&
    micro / MICRO === limitDollars
  ) {
    return micro;
  }
  throw new InvalidOptionError({
    field: `${field}.limitDollars`,
    accepted: `US dollars, 0 to ${HIGHEST_LIMIT / MICRO}, at most six decimals`,
    received: limitDollars,
  });
}
