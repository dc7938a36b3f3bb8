/** Takes secrets out of what is logged. `Masker` is one. It never throws. */
export interface LogMasker {
  text(text: string): string;
  /** A copy for a log, whatever the value is. */
  value(value: unknown): unknown;
}
