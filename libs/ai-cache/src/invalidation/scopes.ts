import { Scope } from './scope.js';

/** Tenants without an entry in memory that are remembered: they come and go. */
const MOST_SCOPES = 1_000;

/** What this process knows of each tenant's log. */
export class Scopes {
  private readonly scopes = new Map<string, Scope>();
  private cleanAt: number;
  private generations = 0;

  /** @param born prepares a scope that is new here. */
  constructor(
    private readonly born: (scope: Scope) => void = () => undefined,
    private readonly mostScopes = MOST_SCOPES,
  ) {
    this.cleanAt = mostScopes;
  }

  get size(): number {
    return this.scopes.size;
  }

  get(tag: string): Scope | undefined {
    return this.scopes.get(tag);
  }

  of(tag: string): Scope {
    return this.scopes.get(tag) ?? this.open(tag);
  }

  /** Ends this life of a tenant's log, as seen from here, and begins another. */
  replace(tag: string): Scope {
    this.scopes.get(tag)?.close();
    this.scopes.delete(tag);
    return this.open(tag);
  }

  gap(): void {
    for (const scope of this.scopes.values()) scope.gap();
  }

  private open(tag: string): Scope {
    const scope = new Scope(tag, ++this.generations);
    this.born(scope);
    this.scopes.set(tag, scope);
    if (this.scopes.size > this.cleanAt) this.closeIdle(scope);
    return scope;
  }

  /** A computation that is under way for one of them will not be stored. */
  private closeIdle(except: Scope): void {
    for (const [tag, scope] of this.scopes) {
      if (scope.held || scope === except) continue;
      scope.close();
      this.scopes.delete(tag);
    }
    // Twice what has to stay, so that looking at all of them is rare however many that are.
    this.cleanAt = Math.max(this.mostScopes, 2 * this.scopes.size);
  }
}
