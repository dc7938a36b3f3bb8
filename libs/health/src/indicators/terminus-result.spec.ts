import { HealthIndicatorService } from '@nestjs/terminus';
import { expect, it } from 'vitest';
import { toTerminusResult } from './terminus-result.js';

it.each([
  ['up', 'up'],
  ['degraded', 'degraded'],
  ['down', 'down'],
  ['unknown', 'down'],
] as const)('%s is %s for terminus', (status, expected) => {
  const parts = { l1: 'up' } as const;
  expect(toTerminusResult(new HealthIndicatorService(), 'cache', { status, parts })).toEqual({
    cache: { status: expected, parts },
  });
});
