import type { BuiltInProvider, ProvidersOptions } from '@hydrogenai/ai-provider';
import type { Secret } from '@hydrogenai/security';
import type { DemoEnvironment } from '../config/demo.environment.js';
import { apiBaseUrl } from './base-url.policy.js';
import type { SimulatorHost } from './simulator.host.js';

/** Injection token of the `ProviderSource`. */
export const PROVIDER_SOURCE = Symbol('PROVIDER_SOURCE');

/** Where answers come from: providers with real keys, or the simulator. */
export type ProviderSource =
  | { readonly kind: 'real'; readonly providers: ProvidersOptions }
  | { readonly kind: 'simulator'; readonly url: string; readonly providers: ProvidersOptions };

/** Real providers as soon as one key is set; otherwise the simulator, started here. */
export async function chooseProviderSource(
  environment: DemoEnvironment,
  host: SimulatorHost,
): Promise<ProviderSource> {
  const real = realProviders(environment);
  if (Object.keys(real).length > 0) return { kind: 'real', providers: real };
  const { url, urls } = await host.start(environment);
  return {
    kind: 'simulator',
    url,
    providers: {
      groq: { apiKey: 'simulated-groq-key', baseUrl: urls.groq },
      openai: { apiKey: 'simulated-openai-key', baseUrl: urls.openai },
      anthropic: { apiKey: 'simulated-anthropic-key', baseUrl: urls.anthropic },
    },
  };
}

function realProviders(environment: DemoEnvironment): ProvidersOptions {
  return {
    ...keyed('groq', environment.groqApiKey, environment.groqBaseUrl),
    ...keyed('openai', environment.openaiApiKey, environment.openaiBaseUrl),
    ...keyed('anthropic', environment.anthropicApiKey, environment.anthropicBaseUrl),
  };
}

function keyed(
  name: BuiltInProvider,
  key: Secret | undefined,
  baseUrl: string | undefined,
): ProvidersOptions {
  if (key === undefined) return {};
  const apiKey = key.reveal();
  return { [name]: baseUrl === undefined ? { apiKey } : { apiKey, baseUrl: apiBaseUrl(name, baseUrl) } };
}
