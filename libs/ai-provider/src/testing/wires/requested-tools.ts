import { isObject, optionalArray, type JsonObject } from './request-fields.js';

/** A function that a request offers. Tools that run at the provider are not simulated and left out. */
export interface RequestedTool {
  readonly name: string;
  /** JSON Schema of its arguments. */
  readonly schema: unknown;
}

/** `undefined`: as the model likes. */
export type RequestedToolChoice = 'required' | 'none' | { readonly name: string } | undefined;

export interface RequestedTools {
  readonly tools: readonly RequestedTool[];
  readonly toolChoice: RequestedToolChoice;
}

/** `tools` and `tool_choice` of any of the wires: they differ in where the name and the schema are. */
export function readTools(body: JsonObject): RequestedTools {
  return {
    tools: optionalArray(body, 'tools').flatMap((tool) => readTool(tool) ?? []),
    toolChoice: readToolChoice(body['tool_choice']),
  };
}

function readTool(tool: unknown): RequestedTool | undefined {
  if (!isObject(tool)) return undefined;
  const definition = isObject(tool['function']) ? tool['function'] : tool;
  const schema = definition['parameters'] ?? definition['input_schema'];
  return typeof definition['name'] === 'string' && schema !== undefined
    ? { name: definition['name'], schema }
    : undefined;
}

function readToolChoice(choice: unknown): RequestedToolChoice {
  if (choice === 'required' || choice === 'none') return choice;
  if (!isObject(choice)) return undefined;
  // Anthropic's word for "required" is `any`.
  if (choice['type'] === 'any') return 'required';
  if (choice['type'] === 'none') return 'none';
  const name = isObject(choice['function']) ? choice['function']['name'] : choice['name'];
  return typeof name === 'string' ? { name } : undefined;
}

/** The JSON Schema that the answer is to fit, wherever the wire has it: `response_format`, `text.format`, `output_config.format`. */
export function readAnswerSchema(body: JsonObject): unknown {
  const holders = [body['response_format'], formatIn(body['text']), formatIn(body['output_config'])];
  for (const format of holders) {
    if (!isObject(format) || format['type'] !== 'json_schema') continue;
    const definition = isObject(format['json_schema']) ? format['json_schema'] : format;
    return definition['schema'];
  }
  return undefined;
}

function formatIn(holder: unknown): unknown {
  return isObject(holder) ? holder['format'] : undefined;
}
