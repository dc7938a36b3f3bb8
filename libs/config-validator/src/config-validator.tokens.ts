/** Token of the options as they were given. */
export const CONFIG_VALIDATOR_OPTIONS = Symbol('@hydrogenai/config-validator:given-options');
/** Token of the described schemas of the root module, and whether there may be others. */
export const ROOT_SCHEMAS = Symbol('@hydrogenai/config-validator:root-schemas');
/** Token of the described schemas of one feature module. */
export const FEATURE_SCHEMAS = Symbol('@hydrogenai/config-validator:feature-schemas');
/** Token of the described schemas of the whole application. */
export const CONFIG_SCHEMAS = Symbol('@hydrogenai/config-validator:schemas');
/** Token of the resolved options. */
export const RESOLVED_CONFIG_OPTIONS = Symbol('@hydrogenai/config-validator:options');
/** Token of the configuration that passed the boot check. */
export const CHECKED_CONFIGURATION = Symbol('@hydrogenai/config-validator:configuration');
