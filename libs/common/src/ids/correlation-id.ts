import { v7 } from 'uuid';

/** Letters, digits and `._:-`, at most 128: safe in headers, logs, labels and file names. */
const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The rule of `isCorrelationId` in words, for error messages. */
export const CORRELATION_ID_RULE = '1 to 128 letters, digits or . _ : -, starting with a letter or digit';

/** A new UUID version 7 (RFC 9562, section 5.7): sortable by time, monotonic within this process. */
export function generateCorrelationId(): string {
  return v7();
}

/** Whether an id that came from outside may be carried on. Hostile ones (line breaks, 10 KB, markup) are not. */
export function isCorrelationId(value: unknown): value is string {
  return typeof value === 'string' && ACCEPTED.test(value);
}
