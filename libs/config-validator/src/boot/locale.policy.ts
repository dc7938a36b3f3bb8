import type { EnvironmentLike } from '../sources/env-layer.js';

/** The first of these variables that is set decides (POSIX.1-2024, Base Definitions 8.2). */
export function localeIsUtf8({ LC_ALL, LC_CTYPE, LANG }: EnvironmentLike): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
