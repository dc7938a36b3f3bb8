export {
  CaslPolicy,
  caslRuleOf,
  type AbilityOf,
  type CaslPolicyOptions,
  type CaslRule,
} from './casl.policy.js';
