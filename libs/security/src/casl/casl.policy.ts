import type { AnyAbility } from '@casl/ability';
import type { Principal } from '@hydrogenai/common';
import type { AccessPolicy } from '../access/access.policy.js';

/** What a principal may do, in the words of CASL. It is asked for each call. */
export type AbilityOf = (principal: Principal) => AnyAbility | Promise<AnyAbility>;

/** An action and a subject of CASL. */
export type CaslRule = readonly [action: string, subject: string];

/** `cache:entry:delete` is the action `delete` on the subject `cache:entry`; `ready` is the action `ready` on `all`. */
export function caslRuleOf(permission: string): CaslRule {
  const end = permission.lastIndexOf(':');
  return [permission.slice(end + 1), end === -1 ? 'all' : permission.slice(0, end)];
}

export interface CaslPolicyOptions {
  readonly abilityOf: AbilityOf;
  /** How a permission reads in CASL. Default: `caslRuleOf`. */
  readonly ruleOf?: ((permission: string) => CaslRule) | undefined;
}

/**
 * Lets abilities of CASL decide instead of a table of roles. Conditions on subjects are for the code that has them: here
 * only the kind of subject is known. Scopes of a principal are up to `abilityOf`.
 */
export class CaslPolicy implements AccessPolicy {
  private readonly ruleOf: (permission: string) => CaslRule;

  constructor(private readonly options: CaslPolicyOptions) {
    this.ruleOf = options.ruleOf ?? caslRuleOf;
  }

  async allows(principal: Principal, permission: string): Promise<boolean> {
    const ability = await this.options.abilityOf(principal);
    return ability.can(...this.ruleOf(permission));
  }
}
