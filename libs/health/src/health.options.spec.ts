import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveHealthOptions, type HealthOptions } from './health.options.js';

const check = (): { status: 'up' } => ({ status: 'up' });

describe('resolveHealthOptions', () => {
  it('has the documented defaults', () => {
    expect(resolveHealthOptions()).toMatchObject({
      periodMs: 10_000,
      eventLoopBlockedMs: 3_000,
      drainMs: 0,
      builtIn: {
        'ai-providers': { criticality: 'degradable', timeoutMs: 2_000 },
        cache: { criticality: 'degradable', timeoutMs: 2_000 },
        config: { criticality: 'required', timeoutMs: 2_000 },
      },
      checks: [],
    });
  });

  it('takes deadlines from the check, then from the module, then from a short period', () => {
    const options = resolveHealthOptions({
      periodMs: '5s',
      timeoutMs: '1s',
      cache: { timeoutMs: 300 },
      checks: [{ name: 'billing', criticality: 'required', check }],
    });
    expect(options.builtIn.cache?.timeoutMs).toBe(300);
    expect(options.builtIn.config?.timeoutMs).toBe(1_000);
    expect(options.checks[0]?.timeoutMs).toBe(1_000);
    expect(resolveHealthOptions({ periodMs: 500 }).builtIn.cache?.timeoutMs).toBe(500);
  });

  it('lets a built-in check be switched off and be weighed otherwise', () => {
    const { builtIn } = resolveHealthOptions({ cache: false, aiProviders: { criticality: 'required' } });
    expect(builtIn.cache).toBeUndefined();
    expect(builtIn['ai-providers']?.criticality).toBe('required');
  });

  it.each([
    ['periodMs', { periodMs: 49 }, 'from 50ms to 1h, received 49'],
    ['timeoutMs', { periodMs: '1s', timeoutMs: '2s' }, 'from 1ms to 1s'],
    ['eventLoopBlockedMs', { eventLoopBlockedMs: 99 }, 'from 100ms to 10m'],
    ['drainMs', { drainMs: '11m' }, 'from 0ms to 10m'],
    ['cache.timeoutMs', { cache: { timeoutMs: 0 } }, 'from 1ms to 10s'],
    // A value from JavaScript can be anything.
    [
      'config.criticality',
      { config: { criticality: 'vital' as 'required' } },
      'required, degradable, informational',
    ],
    ['checks[0].name', { checks: [{ name: 'My DB', criticality: 'required', check }] }, 'a-z, 0-9 or -'],
    ['checks[0].name', { checks: [{ name: 'cache', criticality: 'required', check }] }, 'not taken'],
    [
      'checks[1].name',
      {
        checks: [
          { name: 'db', criticality: 'required', check },
          { name: 'db', criticality: 'required', check },
        ],
      },
      'not taken',
    ],
    [
      'checks[0].check',
      // A value from JavaScript can be anything.
      { checks: [{ name: 'db', criticality: 'required', check: 'up' as unknown as typeof check }] },
      'a function',
    ],
  ] satisfies [string, HealthOptions, string][])('refuses a bad %s by name', (field, options, text) => {
    const resolve = (): unknown => resolveHealthOptions(options);
    expect(resolve).toThrow(InvalidOptionError);
    expect(resolve).toThrow(`${field}: expected`);
    expect(resolve).toThrow(text);
  });
});
