import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveConfigValidatorOptions } from '../config-validator.options.js';
import { defineHydrogenai } from '../define-hydrogenai.js';
import { examineConfiguration } from '../examine/examine-configuration.js';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { Env } from '../schema/env.decorator.js';
import { ownPerformanceRule } from './own-performance-rule.js';
import { Setting } from './setting.decorator.js';
import type { SettingName } from './setting-name.js';

@ConfigSchema({ title: 'Pools' })
class Pools {
  @Env('POOL', { as: 'integer' }) @Setting('database.poolSize') pool = 10;
  @Env('REPLICAS', { as: 'integer' }) @Setting('replicas') replicas = 1;
}

const ours = ownPerformanceRule({
  needs: ['database.poolSize', 'replicas'],
  check: (values, name) => {
    if (values.replicas === 13) throw new Error(`${values.replicas} of ${values['database.poolSize']}`);
    return values['database.poolSize'] * values.replicas <= 60
      ? undefined
      : {
          problem: `${name('database.poolSize')} is too large for our plan.`,
          action: `Lower ${name('replicas')}.`,
        };
  },
});

async function found(env: Readonly<Record<string, string>>) {
  const { findings } = await examineConfiguration(
    defineHydrogenai({ schemas: [Pools], env, performanceRules: [ours] }),
  );
  const { id, status, subject, problem, action } =
    findings.find((one) => /PERF-017/.test(one.id + one.problem)) ?? {};
  return { id, status, subject, problem, action };
}

describe('a rule of one’s own', () => {
  it('stands beside ours', async () => {
    expect(await found({ REPLICAS: '2' })).toMatchObject({
      id: 'CFG-PERF-000',
      status: 'pass',
      problem: 'It fits to REPLICAS (CFG-PERF-017).',
    });
    expect(await found({ REPLICAS: '7' })).toEqual({
      id: 'CFG-PERF-017',
      status: 'fail',
      subject: 'POOL',
      problem: 'POOL is too large for our plan.',
      action: 'Lower REPLICAS.',
    });
  });

  it('that throws has determined nothing, and what it throws is shown to nobody', async () => {
    const one = await found({ REPLICAS: '13', POOL: '4711' });
    expect(one).toMatchObject({ id: 'CFG-PERF-017', status: 'unknown', subject: 'POOL' });
    expect(JSON.stringify(one)).not.toContain('4711');
  });

  it('names settings of the table', () => {
    // The casts stand for callers without types.
    const rule = (needs: readonly string[]) => () =>
      ownPerformanceRule({ needs: needs as [SettingName], check: () => undefined });
    expect(rule(['replicas', 'speed'])).toThrow(/received "speed"/);
    expect(rule([])).toThrow(InvalidOptionError);
    expect(() => resolveConfigValidatorOptions({ performanceRules: [{} as typeof ours] })).toThrow(
      /performanceRules\[0\]/,
    );
  });
});
