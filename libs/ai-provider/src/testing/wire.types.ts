/** The three protocols that the simulator speaks. */
export type Wire = 'groq' | 'openai' | 'anthropic';

export const WIRES = ['groq', 'openai', 'anthropic'] as const satisfies readonly Wire[];

/** Where each wire lives; these are the base URLs that the AI SDK packages expect, without the origin. */
export const WIRE_BASE_PATHS: Readonly<Record<Wire, string>> = {
  groq: '/groq/openai/v1',
  openai: '/openai/v1',
  anthropic: '/anthropic/v1',
};

export function isWire(value: unknown): value is Wire {
  return WIRES.some((wire) => wire === value);
}
