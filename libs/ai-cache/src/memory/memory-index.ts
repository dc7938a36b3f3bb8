import type { Place } from '../entry/cache-key.policy.js';
import { partOf } from '../entry/part-of.js';
import type { MemoryEntry } from './memory-entry.js';

/** The entries of one tenant, its roles and one namespace: by key as it was given, and by canonical form. */
class Partition {
  readonly texts = new Map<string, MemoryEntry>();
  readonly structures = new Map<string, MemoryEntry>();
}

type Tenants = Map<string | undefined, Map<string, Partition>>;

/**
 * Finds entries by their place, step by step. One joined key would be a new string for each lookup, which V8 has to
 * flatten and hash: 134 ns against 38.
 */
export class MemoryIndex {
  private readonly audiences = new Map<string | undefined, Tenants>();

  find({ tenant, audience, namespace, key, structured }: Place): MemoryEntry | undefined {
    const partition = this.audiences.get(audience)?.get(tenant)?.get(namespace);
    if (partition === undefined) return undefined;
    return structured ? partition.structures.get(key) : partition.texts.get(key);
  }

  /** In the place of an older entry, if there is one. */
  add(entry: MemoryEntry): void {
    const { tenant, audience, namespace, key, structured } = entry.address;
    const namespaces = partOf(
      partOf(this.audiences, audience, () => new Map()),
      tenant,
      () => new Map(),
    );
    const partition = partOf(namespaces, namespace, () => new Partition());
    (structured ? partition.structures : partition.texts).set(key, entry);
  }

  /** Leaves no empty maps behind: tenants and sets of roles come and go. */
  remove({ address: { tenant, audience, namespace, key, structured } }: MemoryEntry): void {
    const tenants = this.audiences.get(audience);
    const namespaces = tenants?.get(tenant);
    const partition = namespaces?.get(namespace);
    if (!tenants || !namespaces || !partition) return;
    (structured ? partition.structures : partition.texts).delete(key);
    if (partition.texts.size + partition.structures.size > 0) return;
    namespaces.delete(namespace);
    if (namespaces.size === 0) tenants.delete(tenant);
    if (tenants.size === 0) this.audiences.delete(audience);
  }

  /** Tenants that have entries, each counted for every set of roles. */
  get size(): number {
    return [...this.audiences.values()].reduce((sum, tenants) => sum + tenants.size, 0);
  }
}
