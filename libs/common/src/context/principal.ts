/** Somebody whom authentication has recognised: a person, a service, a key. */
export interface Principal {
  /** Stable and unique. It stands in logs only as a pseudonym. */
  readonly id: string;
  /** What it may do follows from these. */
  readonly roles: readonly string[];
  /** Whose data it works with. */
  readonly tenant?: string | undefined;
  /** Narrows what its roles allow, as patterns of permissions. Undefined: it does not. */
  readonly scopes?: readonly string[] | undefined;
}
