import type { CheckFunction, Indicator } from '../checks/indicator.js';
import type { IndicatorSettings, ResolvedHealthOptions } from '../health.options.js';
import type { AiProviderIndicator } from './ai-provider.indicator.js';
import type { BuiltInCheck } from './built-in-checks.js';
import type { CacheIndicator } from './cache.indicator.js';
import type { ConfigIndicator } from './config.indicator.js';

/** Part of its deadline that the cache gives to Redis, so that a silent Redis is seen as such and not as a late check. */
const REDIS_SHARE = 0.8;

/** The checks of this application: of the built-in ones those whose service is there and that are not switched off. */
export function selectIndicators(
  { builtIn, checks }: ResolvedHealthOptions,
  aiProviders: AiProviderIndicator,
  cache: CacheIndicator,
  config: ConfigIndicator,
): readonly Indicator[] {
  const present = (
    name: BuiltInCheck,
    { present }: { readonly present: boolean },
    checkOf: (settings: IndicatorSettings) => CheckFunction,
  ): readonly Indicator[] => {
    const settings = builtIn[name];
    return present && settings ? [{ name, ...settings, check: checkOf(settings) }] : [];
  };
  return [
    ...present('ai-providers', aiProviders, () => () => aiProviders.observe()),
    ...present('cache', cache, ({ timeoutMs }) => {
      const deadlineMs = Math.max(1, Math.floor(timeoutMs * REDIS_SHARE));
      return () => cache.observe(deadlineMs);
    }),
    ...present('config', config, () => () => config.observe()),
    ...checks,
  ];
}
