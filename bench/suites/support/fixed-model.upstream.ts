import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** Limits that nobody reaches, or the pool would make requests wait for their turn. */
const HEADERS = {
  'x-ratelimit-limit-requests': '999999999',
  'x-ratelimit-limit-tokens': '999999999',
  'x-ratelimit-remaining-requests': '999999998',
  'x-ratelimit-remaining-tokens': '999999900',
  'x-ratelimit-reset-requests': '1ms',
  'x-ratelimit-reset-tokens': '3ms',
};
const IDENTITY = { id: 'chatcmpl-1', created: 1_795_000_000, model: 'gpt-5.4-mini' };
const USAGE = { prompt_tokens: 14, completion_tokens: 50, total_tokens: 64 };
const CHUNKS = 50;

const ANSWER = JSON.stringify({
  ...IDENTITY,
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'word '.repeat(CHUNKS) }, finish_reason: 'stop' },
  ],
  usage: USAGE,
});

const event = (choices: readonly object[], rest: object = {}): string =>
  `data: ${JSON.stringify({ ...IDENTITY, object: 'chat.completion.chunk', choices, ...rest })}\n\n`;
const EVENTS = [
  event([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
  ...Array.from({ length: CHUNKS }, () =>
    event([{ index: 0, delta: { content: 'word ' }, finish_reason: null }]),
  ),
  event([{ index: 0, delta: {}, finish_reason: 'stop' }]),
  event([], { usage: USAGE }),
  'data: [DONE]\n\n',
];

/** Speaks OpenAI's chat wire and always says the same: about 0.5 KB of JSON, or 50 chunks as an event stream. */
export async function start(): Promise<{ url: string }> {
  const server = createServer(async (request, response) => {
    const streamed = (await bodyOf(request)).includes('"stream":true');
    if (!streamed) {
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' }).end(ANSWER);
      return;
    }
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    for (const text of EVENTS) response.write(text);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/v1` };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return text;
}
