import type { Simulator } from '@hydrogenai/ai-provider/testing';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import { ACCESS_KEYS, type AccessKeys } from '../../../../apps/demo/src/access/access-keys.js';
import type { DemoRole } from '../../../../apps/demo/src/access/demo.roles.js';
import type { DemoOptions } from '../../../../apps/demo/src/demo.module.js';
import { LogWatch } from './log-watch.js';
import { startDemo, type RunningDemo } from '../../../../apps/demo/src/start-demo.js';

export interface TestDemo extends AsyncDisposable {
  readonly demo: RunningDemo;
  readonly simulator: Simulator;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  postText(path: string, body: string, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
  /** The headers with which somebody of this role calls. */
  as(role: DemoRole): Record<string, string>;
}

/** Of the form of real ones, and nobody's. */
const KEYS = {
  groq: `gsk_${'a1B2c3D4e5F6g7H8i9J0k1L2m3'.repeat(2)}`,
  openai: `sk-proj-${'N4o5P6q7R8s9T0u1V2w3'.repeat(4)}T3BlbkFJ${'X4y5Z6a7B8c9D0e1F2g3'.repeat(4)}`,
  anthropic: `sk-ant-api03-${'H4i5J6k7L8m9N0o1P2q3R4s5T6u7V8w'.repeat(3)}AA`,
} as const;

/** Variables of tests that hold secrets as well. */
const SECRET_VARIABLES = ['CACHE_KEYS', 'AUDIT_KEYS', 'REDIS_URL', 'OPENAI_API_KEY'] as const;

/** Endpoints that need a key. An operator calls them, unless a test says who. */
const ADMINISTRATION = /^\/v1\/(providers|usage|cache|limits|config)\b/;

/** The demo over real sockets, with providers that a test can script: the simulator, reached like real ones, by keys. */
export async function startTestDemo(
  env: Record<string, string> = {},
  options: Pick<DemoOptions, 'clock' | 'probes'> = {},
): Promise<TestDemo> {
  const watch = new LogWatch([...Object.values(KEYS), ...SECRET_VARIABLES.map((name) => env[name] ?? '')]);
  const simulator = await startSimulator();
  const demo = await startDemo({
    probes: 'none',
    ...options,
    envFiles: [],
    env: {
      PORT: '0',
      GROQ_API_KEY: KEYS.groq,
      GROQ_BASE_URL: simulator.urls.groq,
      OPENAI_API_KEY: KEYS.openai,
      OPENAI_BASE_URL: simulator.urls.openai,
      ANTHROPIC_API_KEY: KEYS.anthropic,
      ANTHROPIC_BASE_URL: simulator.urls.anthropic,
      ...env,
    },
  });
  const { generated } = demo.app.get<AccessKeys>(ACCESS_KEYS, { strict: false });
  const as: TestDemo['as'] = (role) =>
    generated === undefined ? {} : { authorization: `Bearer ${generated[role].reveal()}` };
  const usual = (path: string): Record<string, string> => (ADMINISTRATION.test(path) ? as('operator') : {});
  const postText: TestDemo['postText'] = (path, body, headers = {}) =>
    fetch(demo.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...usual(path), ...headers },
    });
  return {
    demo,
    simulator,
    postText,
    post: (path, body, headers) => postText(path, JSON.stringify(body), headers),
    get: (path) => fetch(demo.url + path, { headers: usual(path) }),
    as,
    async [Symbol.asyncDispose]() {
      await demo.app.close();
      await simulator.close();
      // Every line of the whole run of these tests has been looked at by then.
      watch[Symbol.dispose]();
    },
  };
}
