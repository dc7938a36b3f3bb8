import { IsInt, IsOptional } from 'class-validator';
import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { describeSchemas } from '../schema/describe-schema.js';
import { Env } from '../schema/env.decorator.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { checkConfiguration } from '../validation/check-configuration.js';
import { currentValues } from '../validation/current-values.js';
import { checkPerformance } from './check-performance.policy.js';
import type { KnownSetting } from './known-settings.js';
import { machineSettings } from './machine-settings.js';
import { PERFORMANCE_RULES } from './performance-rules.js';
import { Setting } from './setting.decorator.js';
import { SETTINGS, type SettingFacts, type SettingName } from './setting-name.js';
import { taggedSettings } from './tagged-settings.js';

const MB = 1_048_576;

/** Settings as variables of the same name would tell them. */
const known = (facts: SettingFacts): readonly KnownSetting[] =>
  Object.entries(facts).map(([name, value]) => ({
    name: name as SettingName,
    value,
    from: 'variable',
    variable: name.toUpperCase().replaceAll(/\W/g, '_'),
  }));

const open = (facts: SettingFacts) =>
  checkPerformance(known(facts))
    .filter(({ status }) => status === 'fail')
    .map(({ id, severity }) => `${id} ${severity}`);

/** For each rule: settings that break it, and what mends them. */
const CASES: readonly (readonly [string, SettingFacts, SettingFacts])[] = [
  [
    'CFG-PERF-001 warning',
    { 'ai.deadlineMs': 60_000, 'loadBalancer.idleTimeoutMs': 60_000 },
    { 'ai.deadlineMs': 59_999 },
  ],
  [
    'CFG-PERF-002 warning',
    { 'ai.attemptTimeoutMs': 30_000, 'ai.deadlineMs': 30_000 },
    { 'ai.attemptTimeoutMs': 29_999 },
  ],
  [
    'CFG-PERF-003 warning',
    { 'database.poolSize': 20, replicas: 5, 'database.maxConnections': 97 },
    { 'database.poolSize': 19 },
  ],
  [
    'CFG-PERF-003 warning',
    { 'database.poolSize': 98, 'database.maxConnections': 97 },
    { 'database.poolSize': 97 },
  ],
  ['CFG-PERF-004 critical', { 'cache.ttlMs': 101, 'cache.maxTtlMs': 100 }, { 'cache.ttlMs': 100 }],
  ['CFG-PERF-005 critical', { 'ai.budgetMicroDollars': 0 }, { 'ai.budgetMicroDollars': 1 }],
  [
    'CFG-PERF-006 warning',
    { 'cache.l1Bytes': 257 * MB, 'process.memoryBytes': 512 * MB },
    { 'cache.l1Bytes': 256 * MB },
  ],
  [
    'CFG-PERF-006 warning',
    { 'cache.l1Bytes': 257 * MB, 'process.memoryBytes': 4_096 * MB, 'process.heapBytes': 512 * MB },
    { 'process.heapBytes': 1_024 * MB },
  ],
  ['CFG-PERF-007 warning', { 'redis.maxMemoryBytes': 0, 'cache.ttlMs': 1 }, { 'redis.maxMemoryBytes': 1 }],
  [
    'CFG-PERF-008 warning',
    { 'redis.evictionPolicy': 'noeviction', 'redis.maxMemoryBytes': 64 * MB, 'cache.ttlMs': 1 },
    { 'redis.evictionPolicy': 'allkeys-lru' },
  ],
  [
    'CFG-PERF-009 warning',
    { 'rateLimit.perMinute': 61, 'provider.perMinute': 60 },
    { 'rateLimit.perMinute': 60 },
  ],
  [
    'CFG-PERF-010 warning',
    { 'cache.staleForMs': 41, 'cache.ttlMs': 60, 'cache.maxTtlMs': 100 },
    { 'cache.staleForMs': 40 },
  ],
  ['CFG-PERF-011 warning', { 'health.timeoutMs': 10, 'health.periodMs': 10 }, { 'health.timeoutMs': 9 }],
  [
    'CFG-PERF-012 recommendation',
    { 'retry.attempts': 4, 'ai.attemptTimeoutMs': 10, 'ai.deadlineMs': 30 },
    { 'retry.attempts': 3 },
  ],
  [
    'CFG-PERF-013 warning',
    { 'http.keepAliveMs': 60, 'loadBalancer.idleTimeoutMs': 60 },
    { 'http.keepAliveMs': 61 },
  ],
  ['CFG-PERF-014 warning', { 'shutdown.graceMs': 9, 'ai.deadlineMs': 10 }, { 'shutdown.graceMs': 10 }],
  [
    'CFG-PERF-015 warning',
    { 'redis.commandTimeoutMs': 10, 'ai.attemptTimeoutMs': 10 },
    { 'redis.commandTimeoutMs': 9 },
  ],
  ['CFG-PERF-016 recommendation', { 'redis.version': 6 }, { 'redis.version': 7 }],
];

describe('a rule across settings', () => {
  it.each(CASES)('%s is found in %j, and not with %j', (expected, broken, mended) => {
    expect(open(broken)).toEqual([expected]);
    expect(open({ ...broken, ...mended })).toEqual([]);
  });

  it('is tried by a case each', () => {
    const tried = CASES.map(([expected]) => expected.split(' ')[0]);
    expect(new Set(PERFORMANCE_RULES.map(({ id }) => id))).toEqual(new Set(tried));
  });

  it('names variables, and shows no value', () => {
    for (const [, facts] of CASES) {
      const findings = checkPerformance(known(facts)).filter(({ status }) => status === 'fail');
      const text = JSON.stringify(findings.map(({ problem, action }) => [problem, action]));
      for (const value of Object.values(facts)) {
        // Small numbers and names of policies stand in sentences anyway.
        if (typeof value === 'number' && value >= 41) expect(text).not.toContain(String(value));
      }
    }
  });

  it('passes or is skipped in words when nothing is the matter', () => {
    expect(checkPerformance(known({ 'health.timeoutMs': 1, 'health.periodMs': 10 }))).toMatchObject([
      { id: 'CFG-PERF-000', status: 'pass', subject: 'HEALTH_TIMEOUTMS' },
    ]);
    expect(checkPerformance(known({ 'health.timeoutMs': 1 }))).toMatchObject([
      { id: 'CFG-PERF-000', status: 'skipped', subject: 'HEALTH_TIMEOUTMS' },
    ]);
    expect(checkPerformance(known({ 'health.timeoutMs': 1 }))[0]?.problem).toContain('health.periodMs');
  });

  it('says nothing where only the machine is known', () => {
    expect(checkPerformance(machineSettings())).toEqual([]);
  });

  it('is asked about each variable that tells the setting', () => {
    const settings = [
      ...known({ 'cache.maxTtlMs': 100, 'cache.ttlMs': 50 }),
      { name: 'cache.ttlMs', value: 200, from: 'variable', variable: 'OTHER_TTL' } as const,
    ];
    const findings = checkPerformance(settings).filter(({ id }) => id === 'CFG-PERF-004');
    expect(findings.map(({ subject }) => subject)).toEqual(['OTHER_TTL']);
  });

  it('takes the limits of one server together', () => {
    const server = (variable: string, facts: SettingFacts): readonly KnownSetting[] =>
      known(facts).map((one) => ({ ...one, from: 'server', variable }));
    const findings = checkPerformance([
      ...known({ 'cache.ttlMs': 1 }),
      ...server('CACHE_REDIS', { 'redis.evictionPolicy': 'allkeys-lru', 'redis.maxMemoryBytes': 1 }),
      ...server('LIMIT_REDIS', { 'redis.evictionPolicy': 'noeviction', 'redis.maxMemoryBytes': 0 }),
    ]);
    const failed = findings.filter(({ status }) => status === 'fail');
    expect(failed.map(({ id, subject }) => `${id} ${subject}`)).toEqual(['CFG-PERF-007 LIMIT_REDIS']);
    expect(failed[0]?.problem).toContain('the server behind LIMIT_REDIS');
  });
});

describe('a variable that is a setting', () => {
  @ConfigSchema({ title: 'Settings' })
  class Tagged {
    @Env('DEADLINE') @Setting('ai.deadlineMs') deadline = '30s';
    @Env('TTL_SECONDS') @IsInt() @Setting('cache.ttlMs', { times: 1_000 }) ttl = 600;
    @Env('POLICY') @IsOptional() @Setting('redis.evictionPolicy') policy?: string;
    @Env('BALANCER', { as: 'duration' })
    @IsOptional()
    @Setting('loadBalancer.idleTimeoutMs')
    balancer?: number;
  }
  const read = (env: EnvironmentLike) => {
    const schemas = describeSchemas([Tagged]);
    const layers = [{ source: { kind: 'environment' }, values: env } as const];
    const checked = checkConfiguration({ schemas, layers, ignore: [], today: '2027-01-01' });
    return taggedSettings(currentValues(schemas, checked));
  };

  it('tells its value in the unit of the setting, the default too, and where it comes from', () => {
    expect(read({ TTL_SECONDS: '2', POLICY: 'noeviction', BALANCER: '1m' })).toEqual([
      { name: 'ai.deadlineMs', value: 30_000, from: 'variable', variable: 'DEADLINE', source: undefined },
      {
        name: 'cache.ttlMs',
        value: 2_000,
        from: 'variable',
        variable: 'TTL_SECONDS',
        source: { kind: 'environment' },
      },
      {
        name: 'redis.evictionPolicy',
        value: 'noeviction',
        from: 'variable',
        variable: 'POLICY',
        source: { kind: 'environment' },
      },
      {
        name: 'loadBalancer.idleTimeoutMs',
        value: 60_000,
        from: 'variable',
        variable: 'BALANCER',
        source: { kind: 'environment' },
      },
    ]);
  });

  it('is not known when its value is none of the unit', () => {
    expect(read({ DEADLINE: 'soon' }).map(({ name }) => name)).toEqual(['cache.ttlMs']);
  });

  it('must have a name of the table and a factor', () => {
    // The cast stands for a caller without types.
    expect(() => Setting('ai.speed' as SettingName)({}, 'a')).toThrow(InvalidOptionError);
    expect(() => Setting('replicas', { times: 0 })({}, 'a')).toThrow(/positive number/);
  });
});

it('this machine has memory, and this process a heap within it', () => {
  const [memory, heap] = machineSettings();
  expect(memory).toMatchObject({ name: 'process.memoryBytes', from: 'machine' });
  expect(Number(memory?.value)).toBeGreaterThan(64 * MB);
  expect(heap).toMatchObject({ name: 'process.heapBytes' });
  expect(Object.keys(SETTINGS)).toContain('process.heapBytes');
});
