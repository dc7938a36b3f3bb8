import { expect } from 'vitest';

export interface Problem {
  readonly field: string;
  readonly rule: string;
}

/** What a 400 says of a request: every problem has a field and a rule, and nothing that was sent is repeated. */
export async function problemsOf(response: Response, canary?: string): Promise<readonly Problem[]> {
  const text = await response.text();
  if (canary !== undefined) expect(text).not.toContain(canary);
  const body = JSON.parse(text) as { code: string; correlationId: string; details: { problems: Problem[] } };
  expect(body.code).toBe('INVALID_REQUEST');
  expect(body.correlationId).toBe(response.headers.get('x-correlation-id'));
  const { problems } = body.details;
  expect(problems.every(({ field, rule }) => field.length > 0 && rule.length > 0)).toBe(true);
  return problems;
}
