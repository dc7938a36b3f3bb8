import type { Advise } from '../advice/advise.js';
import type { ConnectionStringForm } from '../connection/connection-string.policy.js';
import type { ApiKeyProvider } from '../keys/api-key-provider.js';
import type { TaggedSetting } from '../performance/tagged-setting.js';
import type { Probe } from '../probes/probe.port.js';

/** What a decorator says about a variable beside its name and rules. */
export type VariableFacet =
  | { readonly kind: 'sensitive' }
  | { readonly kind: 'api-key'; readonly provider: ApiKeyProvider }
  | { readonly kind: 'connection-string'; readonly form: ConnectionStringForm }
  | { readonly kind: 'advice'; readonly advise: Advise }
  | { readonly kind: 'probe'; readonly probe: Probe }
  | { readonly kind: 'setting'; readonly setting: TaggedSetting };

/** The decorator that says it, for messages. */
export function decoratorOf({ kind }: VariableFacet): string {
  switch (kind) {
    case 'sensitive':
      return '@Sensitive';
    case 'api-key':
      return '@ApiKey';
    case 'connection-string':
      return '@ConnectionString';
    case 'advice':
      return '@Advice';
    case 'probe':
      return '@Probe';
    case 'setting':
      return '@Setting';
    default:
      return kind satisfies never;
  }
}

/** All facets of one variable, gathered. */
export interface VariableFacets {
  /** True: nothing about the value is shown, and the property is not enumerable. */
  readonly sensitive: boolean;
  /** Whose key it is. */
  readonly apiKey: ApiKeyProvider | undefined;
  readonly connection: ConnectionStringForm | undefined;
  readonly advice: readonly Advise[];
  readonly probes: readonly Probe[];
  /** What the value means to the rules that look across settings. */
  readonly settings: readonly TaggedSetting[];
}

/** Keys are secrets, and connection strings hold passwords, whether `@Sensitive` stands beside them or not. */
export function gatherFacets(facets: readonly VariableFacet[], isSecretKind: boolean): VariableFacets {
  const gathered = {
    sensitive: isSecretKind,
    apiKey: undefined as ApiKeyProvider | undefined,
    connection: undefined as ConnectionStringForm | undefined,
    advice: [] as Advise[],
    probes: [] as Probe[],
    settings: [] as TaggedSetting[],
  };
  for (const facet of facets) {
    switch (facet.kind) {
      case 'sensitive':
        gathered.sensitive = true;
        break;
      case 'api-key':
        gathered.sensitive = true;
        gathered.apiKey = facet.provider;
        break;
      case 'connection-string':
        gathered.sensitive = true;
        gathered.connection = facet.form;
        break;
      case 'advice':
        gathered.advice.push(facet.advise);
        break;
      case 'probe':
        gathered.probes.push(facet.probe);
        break;
      case 'setting':
        gathered.settings.push(facet.setting);
        break;
      default:
        return facet satisfies never;
    }
  }
  return gathered;
}
