/** Shorter pieces of a secret are parts of other texts as well. */
const PIECE = 12;

/**
 * Reads every line that this process prints while it watches, and looks for secrets in it: as they are, in base64, URL-encoded,
 * and any twelve characters of them in a row.
 */
export class LogWatch implements Disposable {
  private readonly found: string[] = [];
  private readonly needles: readonly string[];
  private readonly restore: () => void;

  constructor(secrets: readonly string[]) {
    this.needles = secrets.filter(({ length }) => length >= PIECE).flatMap(spellings);
    const restores = [process.stdout, process.stderr].map((stream) => this.watch(stream));
    this.restore = () => restores.forEach((undo) => undo());
  }

  /** @throws Error when a secret was printed; it does not repeat it */
  [Symbol.dispose](): void {
    this.restore();
    if (this.found.length > 0) throw new Error(`A secret was printed in: ${this.found.join(', ')}`);
  }

  private watch(stream: NodeJS.WriteStream): () => void {
    const { write } = stream;
    // One of the overloads of `write`; its arguments are passed on as they came.
    stream.write = ((...args: Parameters<typeof write>) => {
      const [printed] = args;
      this.read(typeof printed === 'string' ? printed : Buffer.from(printed).toString());
      return write.apply(stream, args);
    }) as typeof write;
    return () => {
      stream.write = write;
    };
  }

  private read(text: string): void {
    if (!this.needles.some((needle) => text.includes(needle))) return;
    this.found.push(`a line of ${text.length} characters`);
  }
}

function spellings(secret: string): readonly string[] {
  const pieces = Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE));
  return [...pieces, Buffer.from(secret).toString('base64').slice(0, -4), encodeURIComponent(secret)];
}
