import type { Simulator, Wire } from '@hydrogenai/ai-provider/testing';

export const MODELS = {
  groq: 'openai/gpt-oss-120b',
  openai: 'gpt-5.4-mini',
  anthropic: 'claude-haiku-5-5',
} as const satisfies Record<Wire, string>;

/** The paths that ask for text, one per wire and shape. */
export const TEXT_ENDPOINTS = [
  { name: 'groq chat', wire: 'groq', path: '/chat/completions' },
  { name: 'openai chat', wire: 'openai', path: '/chat/completions' },
  { name: 'openai responses', wire: 'openai', path: '/responses' },
  { name: 'anthropic messages', wire: 'anthropic', path: '/messages' },
] as const satisfies readonly { name: string; wire: Wire; path: string }[];

export type TextEndpointName = (typeof TEXT_ENDPOINTS)[number];

export function keyHeaders(wire: Wire, key = 'test-key'): Record<string, string> {
  return wire === 'anthropic'
    ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
    : { authorization: `Bearer ${key}` };
}

export function textBody(
  { wire, path }: { wire: Wire; path: string },
  text: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const model = MODELS[wire];
  if (path === '/responses') return { model, input: text, ...more };
  return {
    model,
    messages: [{ role: 'user', content: text }],
    ...(wire === 'anthropic' && { max_tokens: 1000 }),
    ...more,
  };
}

export function post(
  simulator: Simulator,
  { wire, path }: { wire: Wire; path: string },
  body: unknown,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(simulator.urls[wire] + path, {
    method: 'POST',
    headers: { ...keyHeaders(wire), 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
    ...init,
  });
}

export function ask(
  simulator: Simulator,
  endpoint: { wire: Wire; path: string },
  more: Record<string, unknown> = {},
  init: RequestInit = {},
): Promise<Response> {
  return post(simulator, endpoint, textBody(endpoint, 'What is the capital of France?', more), init);
}

/** Everything that arrived before a stream ended or broke, and how. */
export async function drain(
  response: Response,
  arrived: (text: string) => void = () => undefined,
): Promise<{ text: string; error: unknown }> {
  const reader = response.body?.getReader();
  if (!reader) return { text: '', error: undefined };
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    try {
      const { done, value } = await reader.read();
      if (done) return { text, error: undefined };
      text += decoder.decode(value, { stream: true });
      arrived(text);
    } catch (error) {
      return { text, error };
    }
  }
}

/** The content chunks in a stream's bytes, whichever the wire. */
export function contentOf(sse: string): string[] {
  const found: string[] = [];
  for (const frame of sse.split('\n\n')) {
    const data = /^data: (\{.*\})$/m.exec(frame)?.[1];
    if (data === undefined) continue;
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch {
      found.push('<broken>');
      continue;
    }
    const text = contentOfEvent(event);
    if (text) found.push(text);
  }
  return found;
}

interface AnyEvent {
  type?: string;
  delta?: string | { text?: string };
  choices?: { delta?: { content?: string } }[];
}

function contentOfEvent(event: unknown): string | undefined {
  // Read with optional chaining only: whatever the event is, nothing is assumed.
  const { type, delta, choices } = event as AnyEvent;
  if (type === 'response.output_text.delta' && typeof delta === 'string') return delta;
  if (type === 'content_block_delta' && typeof delta === 'object') return delta.text;
  return choices?.[0]?.delta?.content;
}

/** Waits, by looking, for something that happens soon. */
export async function eventually(check: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (check()) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  return false;
}
