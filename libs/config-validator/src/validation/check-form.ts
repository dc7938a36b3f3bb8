import { connectionFaults } from '../connection/connection-string.policy.js';
import type { Finding } from '../findings/finding.js';
import { apiKeyVerdict } from '../keys/api-key-format.js';
import type { ReadVariable } from './read-variable.js';

/**
 * What the decorators beyond rules say about a value: the form of keys and connection strings; and when all is well,
 * that it is, and the advice of the schema.
 * @param value what the schema made of the text, or the default.
 */
export function checkForm(read: ReadVariable, value: unknown, keepsRules: boolean): readonly Finding[] {
  const { findings, variable } = read;
  const text = read.reveal();
  const faults = text === undefined ? [] : [...keyFaults(read, text), ...connection(read, text)];
  if (faults.length > 0 || !keepsRules) return faults;
  const problem = read.isMissing ? 'It is not set; the default applies.' : 'It is set and in order.';
  return [
    findings.inOrder(problem, 'pass'),
    ...variable.advice.flatMap((advise) => {
      try {
        const advice = advise(value);
        return typeof advice === 'string' && advice.trim() !== '' ? [findings.advice(advice)] : [];
      } catch {
        return [findings.adviceThrew()]; // The error is dropped on purpose: its text may hold the value.
      }
    }),
  ];
}

function keyFaults({ findings, variable: { apiKey } }: ReadVariable, text: string): readonly Finding[] {
  if (apiKey === undefined) return [];
  const verdict = apiKeyVerdict(apiKey, text);
  return verdict.kind === 'plausible' ? [] : [findings.key(apiKey, verdict)];
}

function connection({ findings, variable }: ReadVariable, text: string): readonly Finding[] {
  if (variable.connection === undefined) return [];
  return connectionFaults(text, variable.connection).map((fault) => findings.connection(fault));
}
