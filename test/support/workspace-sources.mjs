/** Tests read the sources of sibling packages, never a stale build; the package test reads the build. */
const conditions = ['hydrogenai-source', 'module', 'node', 'import', 'default'];

/** Part of a Vite configuration that makes `@hydrogenai/x` mean `libs/x/src` and compiles decorators as tsc does. */
export const workspaceSources = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'default'] } },
  // Said here, because specs belong to no tsconfig.json in which Vite would look for it.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};
