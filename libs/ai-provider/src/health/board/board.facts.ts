import { factChannel } from '@hydrogenai/common';

/** Processes began or ceased to be unable to share what they know: one fact each per outage and application. */
export type BoardFact =
  | {
      readonly event: 'degraded';
      /** Prefix of the board's keys: tells applications in one process apart. */
      readonly prefix: string;
      readonly reason: 'timeout' | 'disconnected' | 'refused';
    }
  | { readonly event: 'recovered'; readonly prefix: string; readonly outageMs: number };

/** Facts of all boards: `hydrogenai:ai.board`. */
export const aiBoard = factChannel<BoardFact>('ai.board');
