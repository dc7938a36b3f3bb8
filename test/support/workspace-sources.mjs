/**
 * Tests read the sources of sibling packages, never a stale build; the package test reads the build. Vitest hands these
 * to Node as --conditions, which hold for require() as well: `import` or `module` among them would make Express require
 * an ES module and answer every request with "isPromise is not a function".
 */
const conditions = ['hydrogenai-source', 'node', 'default'];

/** Part of a Vite configuration that makes `@hydrogenai/x` mean `libs/x/src` and compiles decorators as tsc does. */
export const workspaceSources = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
  // Said here, because specs belong to no tsconfig.json in which Vite would look for it.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};
