/** A line of a structured log as services write it, 1,024 characters, with ids, a URL, a stack and no secret. */
export const LOG_LINE =
  `{"level":30,"time":1795000000000,"pid":4711,"hostname":"api-7d9f","correlationId":"0193c9d2-6f7e-7c11-a6f0-2f3c6f0a9b11","req":{"method":"POST","url":"/v1/query?session=42","headers":{"host":"api.example.com","user-agent":"Mozilla/5.0 (X11; Linux x86_64)","content-type":"application/json"}},"provider":"groq","model":"llama-3.3-70b-versatile","usage":{"inputTokens":412,"outputTokens":96},"err":{"type":"Error","message":"the connection was reset","stack":"Error: the connection was reset\\n    at Pool.attempt (file:///app/node_modules/@hydrogenai/ai-provider/dist/pool/attempt.executor.js:120:11)\\n    at async QueryService.answer (file:///app/dist/query/query.service.js:88:20)"},"msg":"the answer came from the second provider after one retry"}`
    .padEnd(1_024, ' request completed')
    .slice(0, 1_024);

/** 1,024 characters of an answer. */
export const PROSE =
  'Paris is the capital of France, and has about two million inhabitants; the region around it has twelve. '
    .repeat(10)
    .slice(0, 1_024);

/** Texts on which a careless expression takes quadratic time or worse: what begins a match again and again, and never ends one. */
export const SLOW_UNITS = [
  'sk-',
  'sk-proj-',
  'sk-ant-api03-',
  'eyJ',
  'eyJa.',
  'eyJaaaaaaaaaaaa.',
  '-----BEGIN PRIVATE KEY-----',
  'password=',
  'secret_access_key=',
  'Bearer ',
  'authorization:',
  'cookie: a=',
  '://',
  'a://b:',
  'a@',
  'a.a@',
  'a.',
  '+1',
  '1 ',
  '1-',
  'DE12 ',
  ' on',
  ' onload ',
  'java',
  'j\t',
  '=&#1',
  '<',
  '<script',
  'A1',
  '\\n',
  '%3D',
  '[0m',
  '\u001b[',
  '\u001b]',
  '\u200d',
  '\u{1f3f4}\u{e0067}',
  'e\u0301\u200b',
  'ignore ',
  'ignore all ',
  'decode and ',
  'send history ',
  '![](',
  '\n---',
] as const;

export function slowText(unit: string, length = 10_000): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
