import type { JournalEntry } from './simulator.types.js';

/** Memory for the bodies of all entries together, in characters of their JSON; the oldest bodies go first. */
const MAX_BODY_CHARACTERS = 64 * 1024 * 1024;

/** The journal's own view of an entry, completed while the answer is sent. */
export type OpenEntry = { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] };

/** The newest requests, bounded by number and by the size of their bodies. */
export class Journal {
  #entries: OpenEntry[] = [];
  readonly #bodySizes = new Map<OpenEntry, number>();
  #bodyTotal = 0;
  #nextId = 1;

  constructor(private readonly size: number) {}

  get entries(): readonly JournalEntry[] {
    return [...this.#entries];
  }

  open(
    start: Pick<JournalEntry, 'wire' | 'method' | 'path' | 'inference' | 'at'> &
      Partial<Pick<JournalEntry, 'headers'>>,
  ): OpenEntry {
    const entry: OpenEntry = {
      headers: {},
      id: this.#nextId++,
      ...start,
      model: undefined,
      stream: false,
      body: undefined,
      keyTag: undefined,
      status: undefined,
      fault: undefined,
      aborted: false,
      abortedAfterMs: undefined,
      bytesSent: 0,
      finished: false,
      error: undefined,
    };
    this.#entries.push(entry);
    if (this.#entries.length > this.size) this.#forget(this.#entries.shift());
    return entry;
  }

  /** Keeps a body, unless its entry has left the journal already. */
  keepBody(entry: OpenEntry, body: unknown, size: number): void {
    if (size > MAX_BODY_CHARACTERS || this.#entries.lastIndexOf(entry) < 0) return;
    entry.body = body;
    this.#bodySizes.set(entry, size);
    this.#bodyTotal += size;
    for (const oldest of this.#bodySizes.keys()) {
      if (this.#bodyTotal <= MAX_BODY_CHARACTERS) break;
      this.#forget(oldest);
    }
  }

  reset(): void {
    this.#entries = [];
    this.#bodySizes.clear();
    this.#bodyTotal = 0;
  }

  #forget(entry: OpenEntry | undefined): void {
    if (!entry) return;
    this.#bodyTotal -= this.#bodySizes.get(entry) ?? 0;
    this.#bodySizes.delete(entry);
    entry.body = undefined;
  }
}
