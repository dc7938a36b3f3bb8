import { expect, it } from 'vitest';
import { generateSessionId } from './session-id.js';

it('makes session ids of 24 URL-safe characters, 144 bits, none twice', () => {
  const ids = Array.from({ length: 10_000 }, () => generateSessionId());
  expect(ids.every((id) => /^[A-Za-z0-9_-]{24}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

it('uses the whole alphabet at every place, so no bit is fixed', () => {
  const ids = Array.from({ length: 4_000 }, () => generateSessionId());
  for (let place = 0; place < 24; place++) {
    expect(new Set(ids.map((id) => id.charAt(place))).size).toBe(64);
  }
});
