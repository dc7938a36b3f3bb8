import type { FindingSource } from '../findings/finding.js';

/** Variables by name, as `process.env` has them. */
export type EnvironmentLike = Readonly<Record<string, string | undefined>>;

/** One place that variables come from. */
export interface EnvLayer {
  readonly source: FindingSource;
  readonly values: EnvironmentLike;
}

export interface FoundValue {
  readonly raw: string;
  readonly source: FindingSource;
}

/**
 * The first layer that has the name wins, also with an empty value: `OPENAI_API_KEY= npm start` takes away what a file
 * says.
 */
export function lookUp(layers: readonly EnvLayer[], name: string): FoundValue | undefined {
  for (const { source, values } of layers) {
    // Own properties only: `constructor` is no variable.
    const raw = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof raw === 'string') return { raw, source };
  }
  return undefined;
}
