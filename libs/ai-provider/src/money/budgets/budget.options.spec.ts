import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveBudgets, type BudgetingOptions, type BudgetOptions } from './budget.options.js';

describe('resolveBudgets', () => {
  it('fills the defaults', () => {
    expect(resolveBudgets([{ name: 'daily', per: 'user', limitDollars: 0.3, window: 'day' }])).toEqual({
      budgets: [
        {
          name: 'daily',
          per: 'user',
          limit: 300_000,
          window: { kind: 'fixed', lengthMs: 86_400_000 },
          onExceed: 'reject',
          alarmFrom: 240_000,
        },
      ],
      unpriced: 'reject',
      assumedOutputTokens: 4_096,
      leaseMs: 600_000,
      deadlineMs: 100,
    });
    expect(resolveBudgets([{ name: 'one', per: 'call', limitMicroDollars: 5 }]).budgets[0]).toMatchObject({
      limit: 5,
      window: undefined,
    });
  });

  const good = { name: 'b', per: 'user', limitDollars: 1, window: 'day' };
  it.each<readonly [string, readonly unknown[], unknown, string]>([
    ['a name with spaces', [{ ...good, name: 'a b' }], {}, 'budgets[0].name'],
    ['two budgets of one name', [good, good], {}, 'budgets[1].name'],
    ['an unknown scope', [{ ...good, per: 'team' }], {}, 'budgets[0].per'],
    ['no limit', [{ ...good, limitDollars: undefined }], {}, 'budgets[0].limitDollars'],
    ['two limits', [{ ...good, limitMicroDollars: 5 }], {}, 'budgets[0].limitDollars'],
    ['a negative limit', [{ ...good, limitDollars: -1 }], {}, 'budgets[0].limitDollars'],
    ['a limit finer than a micro-dollar', [{ ...good, limitDollars: 1e-7 }], {}, 'budgets[0].limitDollars'],
    ['no window', [{ ...good, window: undefined }], {}, 'budgets[0].window'],
    ['an unknown window', [{ ...good, window: 'week' }], {}, 'budgets[0].window'],
    ['an alarm beyond all', [{ ...good, alarmAt: 1.1 }], {}, 'budgets[0].alarmAt'],
    ['an unknown answer', [{ ...good, onExceed: 'warn' }], {}, 'budgets[0].onExceed'],
    ['an endless lease', [good], { lease: '2d' }, 'budgeting.lease'],
    ['an unknown answer to missing prices', [good], { unpriced: 'guess' }, 'budgeting.unpriced'],
  ])('refuses %s, and names the field', (_, budgets, budgeting, field) => {
    // What JavaScript or a configuration may give.
    const resolve = (): unknown => resolveBudgets(budgets as BudgetOptions[], budgeting as BudgetingOptions);
    expect(resolve).toThrow(InvalidOptionError);
    expect(resolve).toThrow(expect.objectContaining({ field }));
  });
});
