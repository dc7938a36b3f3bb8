import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { IndicatorResult } from '../checks/indicator.js';

/** Our result in the form of terminus, which has no word for `unknown` and answers 200 to it: it becomes `down`. */
export function toTerminusResult<const Key extends string>(
  terminus: HealthIndicatorService,
  key: Key,
  { status, parts = {} }: IndicatorResult,
): HealthIndicatorResult<Key> {
  const session = terminus.check(key);
  switch (status) {
    case 'up':
      return session.up({ parts });
    case 'degraded':
      return session.degraded({ parts });
    case 'down':
    case 'unknown':
      return session.down({ parts });
    default:
      return status satisfies never;
  }
}
