import type { RoutingTrail } from '@hydrogenai/common/models';
import { InvalidOptionError, type Duration } from '@hydrogenai/common';
import type { CallLabels } from '../response/call-labels.policy.js';

interface EmbeddingWishes extends CallLabels {
  /** Logical embedding model. Default: `default`, or else the first of `embeddings`. */
  readonly model?: string;
  /** Ends the request: the connections are closed, and no further call is made. */
  readonly signal?: AbortSignal;
  /** Time of the whole request. Default: the logical model's. */
  readonly deadlineMs?: Duration;
}

export interface EmbedRequest extends EmbeddingWishes {
  readonly value: string;
}

export interface EmbedManyRequest extends EmbeddingWishes {
  /** Any number of texts; they are sent in as many calls as the providers need. */
  readonly values: readonly string[];
}

/** Vectors, in the order of the texts. */
export interface EmbedManyResponse {
  readonly embeddings: readonly (readonly number[])[];
  /** Length of each. */
  readonly dimensions: number;
  /** The one model that made all of them. */
  readonly model: string;
  /** Who answered, in the order of the calls, each once. */
  readonly providers: readonly string[];
  /** Tokens as the providers counted them; `null` when one did not say. */
  readonly tokensUsed: number | null;
  /** Micro-dollars; `null` when the price is not known, never 0 then. */
  readonly cost: number | null;
  /** One trail a call. */
  readonly routing: readonly RoutingTrail[];
}

export interface EmbedResponse extends Omit<EmbedManyResponse, 'embeddings' | 'routing' | 'providers'> {
  readonly embedding: readonly number[];
  readonly provider: string;
  readonly routing: RoutingTrail;
}

/** @throws InvalidOptionError naming the field, and never showing a text. */
export function checkedValues(values: readonly string[], field: string): readonly string[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw new InvalidOptionError({
      field,
      accepted: 'a list of at least one text',
      received: values,
      secret: true,
    });
  }
  for (const [index, value] of values.entries()) checkedValue(value, `${field}[${index}]`);
  return values;
}

export function checkedValue(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidOptionError({
    field,
    accepted: 'a text that is not empty',
    received: value,
    secret: true,
  });
}
