/** A signed note that a trail has got this far. Kept where who can cut the trail cannot reach, it tells that it was cut. */
export interface AuditAnchor {
  readonly id: number;
  /** `hash` of that record. */
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly signature: string;
}

/** Where anchors are kept: another disk, another machine, a write-once bucket. */
export interface AnchorStore {
  save(anchor: AuditAnchor): Promise<void>;
  /** All that were saved, in any order. An element that is no anchor counts as a damaged one. */
  load(): Promise<readonly unknown[]>;
}

export function isAnchor(value: unknown): value is AuditAnchor {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['hash', 'at', 'signature'];
  return (
    Number.isSafeInteger(Reflect.get(value, 'id')) &&
    texts.every((name) => typeof Reflect.get(value, name) === 'string')
  );
}
