import { defineConfig } from 'vitest/config';

/** `npm run test:package`: the built and packed packages, installed as users install them. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['packages.spec.ts'], testTimeout: 60_000 },
});
