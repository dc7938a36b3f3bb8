import { exampleOf } from './example-of.policy.js';
import { defaultAnswer } from './answers.policy.js';
import type { SimulatedQuestion } from './simulator.types.js';

/** A tool that the simulated model asks for. */
export interface SimulatedToolCall {
  readonly name: string;
  /** Becomes its JSON arguments; a string is sent as it is. */
  readonly input: unknown;
}

/** What a simulated model answers with. A string is text alone. */
export interface SimulatedAnswer {
  /** Default: none. */
  readonly text?: string;
  /** What it thought first; OpenAI's chat wire never shows it. Default: none. */
  readonly reasoning?: string;
  /** Default: none. */
  readonly toolCalls?: readonly SimulatedToolCall[];
}

/**
 * The standard answer: a call of the tool that the request insists on, an example of the schema that it asks for, or else the
 * honest sentence.
 */
export function standardAnswer(question: SimulatedQuestion): SimulatedAnswer {
  const { tools, toolChoice, schema, messages } = question;
  const named = typeof toolChoice === 'object' ? toolChoice.name : undefined;
  const wanted = toolChoice === 'required' ? tools[0] : tools.find(({ name }) => name === named);
  const answered = messages.at(-1)?.role.includes('tool') === true;
  if (wanted && !answered) return { toolCalls: [{ name: wanted.name, input: exampleOf(wanted.schema) }] };
  if (schema !== undefined) return { text: JSON.stringify(exampleOf(schema)) };
  return { text: defaultAnswer(question) };
}
