import { bootBox } from './boot-box.policy.js';
import { bootLine } from './boot-line.policy.js';
import { isConfigurationError } from './configuration.error.js';
import { localeIsUtf8 } from './locale.policy.js';

export interface BootFailureOptions {
  /** Where the report goes. Default: `process.stderr`. */
  readonly stream?: NodeJS.WritableStream;
  /** True: a box for people; false: one line of JSON. Default: whether the stream is a terminal. */
  readonly isTty?: boolean;
  /** Whether the box may use other characters than ASCII. Default: whether the locale (LC_ALL, LC_CTYPE, LANG) is UTF-8. */
  readonly unicode?: boolean;
}

const DEFAULT_COLUMNS = 100;

/**
 * Reports a refused configuration and sets `process.exitCode` to 78. It does not end the process, because that would cut
 * off output that is still on its way into a pipe.
 * @returns false for every other error, about which nothing is printed.
 */
export function reportBootFailure(error: unknown, options: BootFailureOptions = {}): boolean {
  if (!isConfigurationError(error)) return false;
  const { stream = process.stderr, isTty = 'isTTY' in stream && stream.isTTY === true } = options;
  const columns =
    'columns' in stream && typeof stream.columns === 'number' ? stream.columns : DEFAULT_COLUMNS;
  const unicode = options.unicode ?? localeIsUtf8(process.env);
  stream.write(isTty ? bootBox(error.report, { columns, unicode }) : bootLine(error));
  process.exitCode = error.exitCode;
  return true;
}
