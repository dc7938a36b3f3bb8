import type { LanguageModelV4FunctionTool, LanguageModelV4ToolChoice } from '@ai-sdk/provider';
import { InvalidOptionError, matching } from '@hydrogenai/common';
import { jsonSchemaOf } from '../objects/json-schema-of.js';
import type { ToolChoice, ToolDefinition } from './generate-request.js';

/** What all three wires take. */
const TOOL_NAME = /^[\w-]{1,64}$/;

/** @throws InvalidOptionError naming the field. */
export async function toTools(tools: readonly ToolDefinition[]): Promise<LanguageModelV4FunctionTool[]> {
  if (!Array.isArray(tools)) {
    throw new InvalidOptionError({ field: 'tools', accepted: 'a list of tools', received: tools });
  }
  const read = await Promise.all(tools.map((tool, index) => toTool(tool, `tools[${index}]`)));
  if (new Set(read.map(({ name }) => name)).size !== read.length) {
    throw new InvalidOptionError({ field: 'tools', accepted: 'tools with different names', received: tools });
  }
  return read;
}

async function toTool(tool: ToolDefinition, field: string): Promise<LanguageModelV4FunctionTool> {
  const name = matching(tool?.name, TOOL_NAME, `${field}.name`, '1 to 64 letters, digits, _ or -');
  return {
    type: 'function',
    name,
    inputSchema: await jsonSchemaOf(tool.inputSchema, `${field}.inputSchema`),
    ...(tool.description === undefined ? {} : { description: tool.description }),
    ...(tool.strict === undefined ? {} : { strict: tool.strict }),
  };
}

/** @throws InvalidOptionError when the tool is not one of those given. */
export function toToolChoice(
  choice: ToolChoice,
  tools: readonly ToolDefinition[] = [],
): LanguageModelV4ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { type: choice };
  const toolName = typeof choice === 'object' && choice !== null ? choice.tool : undefined;
  if (toolName !== undefined && tools.some(({ name }) => name === toolName))
    return { type: 'tool', toolName };
  throw new InvalidOptionError({
    field: 'toolChoice',
    accepted: "'auto', 'none', 'required' or { tool } with the name of one of the tools",
    received: choice,
  });
}
