import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { workspaceSources } from './test/support/workspace-sources.mjs';

const shared = {
  setupFiles: ['test/support/setup.ts'],
  // Far above what any test needs: a machine that is busy otherwise must not fail one.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  ...workspaceSources,
  test: {
    // Of a default of one fewer than there are cores, a small machine would leave half idle while specs wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        ...workspaceSources,
        test: {
          ...shared,
          name: 'units',
          include: [
            'libs/*/src/**/*.spec.ts',
            'apps/*/src/**/*.spec.ts',
            'bench/**/*.spec.ts',
            'test/{package,support}/**/*.spec.ts',
          ],
          exclude: [...configDefaults.exclude, 'test/package/packages.spec.ts'], // needs the build: npm run test:package
          // They leave nothing behind, and a process of its own for each file would take longer than most of them.
          isolate: false,
        },
      },
      {
        ...workspaceSources,
        test: { ...shared, name: 'end to end', include: ['test/e2e/**/*.spec.ts'], isolate: false },
      },
    ],
  },
});
