import type { FindingSource } from '../findings/finding.js';

/** Variables by name, as `process.env` has them. */
export type EnvironmentLike = Readonly<Record<string, string | undefined>>;

/** One place that variables come from. */
export interface EnvLayer {
  readonly source: FindingSource;
  readonly values: EnvironmentLike;
  /** For files: the line of each name. */
  readonly lines?: ReadonlyMap<string, number>;
}

export interface FoundValue {
  readonly raw: string;
  readonly source: FindingSource;
  /** Places that have the name too, and lost. */
  readonly overridden: readonly OverriddenValue[];
}

export interface OverriddenValue {
  readonly source: FindingSource;
  /** True: the value there is the same. */
  readonly same: boolean;
}

/**
 * The first layer that has the name wins, also with an empty value: `OPENAI_API_KEY= npm start` takes away what a file
 * says. `@nestjs/config` has the same order.
 */
export function lookUp(layers: readonly EnvLayer[], name: string): FoundValue | undefined {
  const [winner, ...others] = layers.flatMap((layer) => {
    const { values } = layer;
    // Own properties only: `constructor` is no variable.
    const raw = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof raw === 'string' ? [{ raw, source: sourceOf(layer, name) }] : [];
  });
  return (
    winner && {
      ...winner,
      overridden: others.map(({ raw, source }) => ({ source, same: raw === winner.raw })),
    }
  );
}

/** Where in the layer the name stands. */
export function sourceOf({ source, lines }: EnvLayer, name: string): FindingSource {
  const line = lines?.get(name);
  return source.kind === 'file' && line !== undefined ? { ...source, line } : source;
}
