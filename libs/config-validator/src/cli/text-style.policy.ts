import { localeIsUtf8 } from '../boot/locale.policy.js';
import type { TextStyle } from '../report/text-style.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import type { CliStream } from './cli-io.js';

const DEFAULT_COLUMNS = 100;

export function styleOf(stream: CliStream, env: EnvironmentLike): TextStyle {
  return {
    columns: stream.columns ?? DEFAULT_COLUMNS,
    unicode: localeIsUtf8(env),
    colours: hasColours(stream, env),
  };
}

/** FORCE_COLOR before NO_COLOR (https://no-color.org), as Node does it; else colours are for terminals that know them. */
export function hasColours({ isTTY = false }: CliStream, env: EnvironmentLike): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY && TERM !== 'dumb';
}
