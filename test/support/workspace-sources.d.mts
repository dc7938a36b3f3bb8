import type { UserConfig } from 'vite';

/** Part of a Vite configuration that makes `@hydrogenai/x` mean `libs/x/src` and compiles decorators as tsc does. */
export const workspaceSources: Required<Pick<UserConfig, 'resolve' | 'ssr' | 'oxc'>>;
