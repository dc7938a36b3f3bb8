import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';

/** Reads `30s`, `5m` or whole ms into ms, as every duration option of the suite is read; NaN for anything else. */
export function durationOf(text: string): number {
  try {
    // A text in another form is what it throws for.
    return parseDuration(/^\d+$/.test(text) ? Number(text) : (text as Duration), 'duration');
  } catch (error) {
    if (error instanceof InvalidOptionError) return Number.NaN;
    throw error;
  }
}
