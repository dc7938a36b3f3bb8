/** How one lane stands. `why` is a kind of failure, or for a drain the operator's reason; `forMs` is rounded up. */
export type LaneState =
  | { readonly state: 'ready' }
  /** Left alone after a failure, or because the provider asked for it. */
  | { readonly state: 'cooling'; readonly forMs: number; readonly why: string }
  /** It kept failing. */
  | { readonly state: 'open'; readonly forMs: number; readonly why: string }
  /** One attempt finds out whether it works again; `forMs` is 0 when that may begin. */
  | { readonly state: 'half_open'; readonly forMs: number; readonly why: string }
  /** Taken out by an operator; `forMs` is `null` when only a resume ends it. */
  | { readonly state: 'drained'; readonly forMs: number | null; readonly why: string };

const READINESS: readonly LaneState['state'][] = ['ready', 'half_open', 'cooling', 'open', 'drained'];

/** How a provider with these lanes stands: as the readiest of them. One without lanes serves nobody and is ready. */
export function readiestOf(lanes: readonly LaneState[]): LaneState['state'] {
  return READINESS.find((state) => lanes.some((lane) => lane.state === state)) ?? 'ready';
}
