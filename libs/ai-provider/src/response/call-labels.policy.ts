import { InvalidOptionError } from '@hydrogenai/common';

/** Who asks: what budgets, usage and stickiness go by. Each a text of 1 to 128 characters. Use ids, not names of people. */
export interface CallLabels {
  readonly tenant?: string;
  readonly user?: string;
  /** Part of the application. */
  readonly feature?: string;
  /** Conversation; keeps its requests at one candidate where the logical model is sticky. */
  readonly session?: string;
}

const LABELS = ['tenant', 'user', 'feature', 'session'] as const satisfies readonly (keyof CallLabels)[];

const LONGEST_LABEL = 128;

/** Reads the labels out of a request, and nothing else. @throws InvalidOptionError naming the field, never the text. */
export function readLabels(
  request: { readonly [Label in keyof CallLabels]?: unknown },
  prefix: string,
): CallLabels | undefined {
  let labels: Record<string, string> | undefined;
  for (const label of LABELS) {
    const value = request[label];
    if (value === undefined) continue;
    (labels ??= {})[label] = checked(value, `${prefix}${label}`);
  }
  return labels;
}

function checked(value: unknown, field: string): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_LABEL) return value;
  throw new InvalidOptionError({
    field,
    accepted: `a text of 1 to ${LONGEST_LABEL} characters`,
    received: value,
    secret: true,
  });
}
