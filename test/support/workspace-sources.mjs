import { defaultServerConditions } from 'vite';

/**
 * Tests read the sources of sibling packages, never a stale build; the package test reads the build. `import` is not
 * among the conditions: vitest hands them to Node, where CommonJS packages would then get the ES modules of others.
 */
const conditions = ['hydrogenai-source', ...defaultServerConditions];

/** Part of a Vite configuration that makes `@hydrogenai/x` mean `libs/x/src` and compiles decorators as tsc does. */
export const workspaceSources = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Said here, because specs belong to no tsconfig.json in which Vite would look for it.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};
