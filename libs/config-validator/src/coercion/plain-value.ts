import { isSecret } from '@hydrogenai/security';

/** What rules look at: the text inside a secret and of a URL, everything else as it is. */
export function plainValue(value: unknown): unknown {
  if (isSecret(value)) return value.reveal();
  return value instanceof URL ? value.href : value;
}
