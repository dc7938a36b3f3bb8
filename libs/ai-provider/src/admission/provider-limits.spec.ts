import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveAdmissionOptions, type AdmissionOptions } from './admission.options.js';
import { configuredLimits, resolveProviderLimits, type ProviderLimitsOptions } from './provider-limits.js';

// Programs without types can write anything.
const resolve = (groq: unknown) => resolveProviderLimits({ groq: groq as ProviderLimitsOptions });
const admission = (options: unknown) => resolveAdmissionOptions(options as AdmissionOptions, 'admission');

describe('resolveProviderLimits', () => {
  it('lets a model’s own limits replace those of its provider that have the same name', () => {
    const providers = resolve({
      limits: { requestsPerMinute: 30, tokensPerMinute: 6_000 },
      modelLimits: { large: { tokensPerMinute: 1_000 } },
    });
    expect(configuredLimits(providers.get('groq'), 'large')).toEqual({
      requestsPerMinute: 30,
      tokensPerMinute: 1_000,
    });
    expect(configuredLimits(providers.get('groq'), 'small')).toEqual({
      requestsPerMinute: 30,
      tokensPerMinute: 6_000,
    });
    expect(configuredLimits(undefined, 'any')).toEqual({});
  });

  it.each([
    [{ limits: { tokensPerMinute: 0 } }, 'providers.groq.limits.tokensPerMinute', 'from 1'],
    [{ limits: { tokensPerMinute: 1.5 } }, 'providers.groq.limits.tokensPerMinute', 'whole number'],
    [
      { limits: { tokensPerMinut: 5 } },
      'providers.groq.limits.tokensPerMinut',
      'did you mean "tokensPerMinute"',
    ],
    [{ limits: 5 }, 'providers.groq.limits', 'an object'],
    [
      { modelLimits: { a: { requestsPerDay: -1 } } },
      'providers.groq.modelLimits["a"].requestsPerDay',
      'from 1',
    ],
    [{ limitsPer: 'key' }, 'providers.groq.limitsPer', "'model', 'provider'"],
    [{ limitsPer: 'provider', modelLimits: {} }, 'providers.groq.modelLimits', 'limitsPer'],
  ])('refuses %j, naming the field and what it accepts', (options, field, accepted) => {
    expect(() => resolve(options)).toThrow(InvalidOptionError);
    expect(() => resolve(options)).toThrow(`${field}: expected`);
    expect(() => resolve(options)).toThrow(accepted);
  });
});

describe('resolveAdmissionOptions', () => {
  it('fills the documented defaults', () => {
    expect(admission(undefined)).toEqual({
      mode: 'wait',
      maxWaitMs: 2_000,
      headroom: 0.05,
      redis: undefined,
      prefix: 'hydrogenai:admission',
      instances: 1,
      storeDeadlineMs: 100,
    });
  });

  it('waits in no mode but wait', () => {
    expect(admission({ mode: 'reject', maxWaitMs: '5s' }).maxWaitMs).toBe(0);
    expect(admission({ maxWaitMs: '5s' }).maxWaitMs).toBe(5_000);
  });

  it.each([
    [{ mode: 'queue' }, 'admission.mode', "'wait', 'reject', 'off'"],
    [{ maxWaitMs: -1 }, 'admission.maxWaitMs', 'from 0ms to 1h'],
    [{ headroom: 1 }, 'admission.headroom', 'from 0 to 0.9'],
    [{ headroom: Number.NaN }, 'admission.headroom', 'from 0 to 0.9'],
    [{ prefix: 'a b' }, 'admission.prefix', 'letters'],
    [{ instances: 0 }, 'admission.instances', 'from 1'],
    [{ storeDeadlineMs: 2_000 }, 'admission.storeDeadlineMs', 'to 1000'],
    [{ redis: { url: 'http://x' } }, 'admission.redis', 'redis'],
  ])('refuses %j, naming the field and what it accepts', (options, field, accepted) => {
    expect(() => admission(options)).toThrow(field);
    expect(() => admission(options)).toThrow(accepted);
  });
});
