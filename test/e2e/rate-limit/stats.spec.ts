import { FakeClock } from '@hydrogenai/common/testing';
import { defineRateLimit } from '@hydrogenai/rate-limit';
import { expect, it } from 'vitest';
import { startLimiterApp } from './support/limiter-app.js';

const NOTHING = { admitted: 0, nearLimit: 0, refused: 0, shadowRefused: 0, insured: 0, uncounted: 0 };

const user = defineRateLimit({ name: 'user', limit: 2, per: '1h', nearLimitRatio: 1 });
const all = defineRateLimit({ name: 'all', limit: 9, per: '1h', nearLimitRatio: 1 });
const trial = defineRateLimit({ name: 'trial', limit: 1, per: '1h', nearLimitRatio: 1, mode: 'shadow' });

it('statistics hold every decision of one application, of one limit, several, and reservations', async () => {
  await using app = await startLimiterApp({ clock: new FakeClock() });
  await using other = await startLimiterApp({ clock: new FakeClock() });
  const { limiter } = app;
  await limiter.consume(user, 'ann');
  const charges = [user, all, trial].map((limit) => ({ limit, key: 'ann' }));
  for (let call = 0; call < 3; call++) await limiter.consumeAll(charges);
  const held = await limiter.reserve({ limit: all, key: 'ann', cost: 3 });
  if (held.allowed) await held.reservation.settle(1);
  await expect(limiter.consume(user, '')).rejects.toThrow('must be a non-empty string');
  expect(limiter.stats()).toEqual([
    { ...NOTHING, name: 'user', admitted: 2, refused: 2 },
    // Two of these calls were refused by the limit of the user: there was room in this one.
    { ...NOTHING, name: 'all', admitted: 4 },
    { ...NOTHING, name: 'trial', admitted: 1, shadowRefused: 2 },
  ]);
  expect(other.limiter.stats()).toEqual([]);
});
