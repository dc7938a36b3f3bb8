import type { Simulator } from '@hydrogenai/ai-provider/testing';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import type { DemoOptions } from '../../../../apps/demo/src/demo.module.js';
import { startDemo, type RunningDemo } from '../../../../apps/demo/src/start-demo.js';

export interface TestDemo extends AsyncDisposable {
  readonly demo: RunningDemo;
  readonly simulator: Simulator;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  postText(path: string, body: string, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
}

/** The demo over real sockets, with providers that a test can script: the simulator, reached like real ones, by keys. */
export async function startTestDemo(
  env: Record<string, string> = {},
  options: Pick<DemoOptions, 'clock'> = {},
): Promise<TestDemo> {
  const simulator = await startSimulator();
  const demo = await startDemo({
    ...options,
    envFiles: [],
    env: {
      PORT: '0',
      GROQ_API_KEY: 'gsk_test_key',
      GROQ_BASE_URL: simulator.urls.groq,
      OPENAI_API_KEY: 'sk-test-key',
      OPENAI_BASE_URL: simulator.urls.openai,
      ANTHROPIC_API_KEY: 'sk-ant-test-key',
      ANTHROPIC_BASE_URL: simulator.urls.anthropic,
      ...env,
    },
  });
  const postText: TestDemo['postText'] = (path, body, headers = {}) =>
    fetch(demo.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    demo,
    simulator,
    postText,
    post: (path, body, headers) => postText(path, JSON.stringify(body), headers),
    get: (path) => fetch(demo.url + path),
    async [Symbol.asyncDispose]() {
      await demo.app.close();
      await simulator.close();
    },
  };
}
