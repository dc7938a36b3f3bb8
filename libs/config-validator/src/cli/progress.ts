import type { CliStream } from './cli-io.js';

const EVERY_MS = 100;
const MS_PER_SECOND = 1_000;
/** ECMA-48, 8.3.41: the whole line is cleared. */
const CLEAR_LINE = '\r\u001B[2K';

/** Tells on a terminal, and nowhere else, that something is under way. @returns what takes the line away again. */
export function showProgress(
  stream: CliStream,
  what: string,
  intoTerminal = stream.isTTY === true,
): () => void {
  if (!intoTerminal) return () => undefined;
  const started = performance.now();
  const tell = (): void => {
    const seconds = (performance.now() - started) / MS_PER_SECOND;
    stream.write(`${CLEAR_LINE}${what} ${seconds.toFixed(1)} s`);
  };
  const timer = setInterval(tell, EVERY_MS);
  return () => {
    clearInterval(timer);
    stream.write(CLEAR_LINE);
  };
}
