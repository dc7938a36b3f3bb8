import { configDefaults, defineConfig } from 'vitest/config';
import { workspaceSources } from './test/support/workspace-sources.mjs';

export default defineConfig({
  ...workspaceSources,
  test: {
    include: [
      'libs/*/src/**/*.spec.ts',
      'apps/*/src/**/*.spec.ts',
      'test/**/*.spec.ts',
      'bench/**/*.spec.ts',
    ],
    exclude: [...configDefaults.exclude, 'test/package/packages.spec.ts'], // needs the build: npm run test:package
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
