import type { SimulatorState } from '../simulator-state.js';

/** A request to one of the batch endpoints. */
export interface BatchCall {
  readonly state: SimulatorState;
  readonly method: string;
  /** After the base of the wire: `/batches/batch_1`. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  /** Number of the request in the journal. */
  readonly serial: number;
  /** Base URL under which the client reached the wire. */
  readonly baseUrl: string;
}

/** JSON, or lines of it. */
export type BatchReply = { readonly json: unknown } | { readonly lines: readonly unknown[] };
