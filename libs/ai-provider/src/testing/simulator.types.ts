import type { Fault, FaultKind, FaultScope } from './fault.types.js';
import type { Wire } from './wire.types.js';
import type { RequestedTool, RequestedToolChoice } from './wires/requested-tools.js';

/** A running simulator. `await using` closes it at the end of the block. */
export interface Simulator extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:41234` */
  readonly url: string;
  readonly port: number;
  /** Base URLs as the AI SDK packages want them. */
  readonly urls: Readonly<Record<Wire, string>>;
  /**
   * Scripts a failure. Faults are queued and met in order; by default one inference request each. A request with a
   * bad key, an invalid body or an empty bucket is refused before it meets a fault.
   * @throws SimulatorInputError when a field is missing or out of range.
   */
  fail(wire: Wire, fault: Fault, scope?: FaultScope): void;
  /** Drops the scripted faults of one wire, or of all. */
  recover(wire?: Wire): void;
  /** Inference requests seen (chat, responses, messages, embeddings), refused and failed ones included. */
  hits(wire?: Wire, filter?: HitFilter): number;
  /** The newest requests, newest last; at most `journalSize`. Entries complete as their answers do. */
  readonly journal: readonly JournalEntry[];
  /** Forgets journal, hits, faults, seen prompts; refills the buckets. */
  reset(): void;
  /** Destroys the open sockets; resolves when the server is closed. May be called twice. */
  close(): Promise<void>;
}

export interface HitFilter {
  readonly model?: string;
}

export interface JournalEntry {
  /** Counts from 1; also the number in the answer's request id. */
  readonly id: number;
  readonly wire: Wire;
  readonly method: string;
  readonly path: string;
  readonly inference: boolean;
  /** As the client named it; undefined until the body was read, or when it names none. */
  readonly model: string | undefined;
  readonly stream: boolean;
  /** Milliseconds, of the simulator's clock. */
  readonly at: number;
  /** As received, lower-case names, without those that carry keys. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; the text when it is not JSON; undefined when there was none or memory for bodies ran out. */
  readonly body: unknown;
  /** First 8 hex digits of the key's SHA-256; the key itself is never kept. */
  readonly keyTag: string | undefined;
  /** HTTP status sent; undefined while nothing was. */
  readonly status: number | undefined;
  readonly fault: FaultKind | undefined;
  /** The client closed the connection before the answer was whole. */
  readonly aborted: boolean;
  /** Milliseconds from the arrival of the request to that. */
  readonly abortedAfterMs: number | undefined;
  /** Bytes of body handed to the socket. */
  readonly bytesSent: number;
  /** The answer was handed over whole (a scripted `end` counts; `reset`, `stall`, `hang` never do). */
  readonly finished: boolean;
  /** What the caller's own `answer` function threw, or a defect of the simulator. */
  readonly error: Error | undefined;
}

/** What the `answer` function is told. */
export interface SimulatedQuestion {
  readonly wire: Wire;
  readonly model: string;
  /** The text of the last user message. */
  readonly text: string;
  readonly messages: readonly SimulatedMessage[];
  /** Functions that the request offers, with the JSON Schema of their arguments. */
  readonly tools: readonly RequestedTool[];
  readonly toolChoice: RequestedToolChoice;
  /** JSON Schema that the answer is to fit; `undefined` when it may be any text. */
  readonly schema: unknown;
}

export interface SimulatedMessage {
  readonly role: string;
  readonly text: string;
}
