// Runs the provider simulator alone: `npm run simulator [-- --port 4010]`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Runs the simulator of the Groq, OpenAI and Anthropic APIs on this machine.

  npm run simulator -- [options]

  --port <n>            port to listen on; 0 takes a free one (default 4010)
  --latency <ms>        wait before the first byte of an answer (default 0)
  --token-delay <ms>    wait between the chunks of a stream (default 20)
  --help                this text
`;

const root = fileURLToPath(new URL('..', import.meta.url));

const options = readOptions();
if (options) await run(options);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4010' },
        latency: { type: 'string', default: '0' },
        'token-delay': { type: 'string', default: '20' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return undefined;
    }
    return {
      port: whole('--port', values.port),
      latencyMs: whole('--latency', values.latency),
      tokenDelayMs: whole('--token-delay', values['token-delay']),
    };
  } catch (error) {
    return refuse(error.message);
  }
}

function whole(name, text) {
  if (!/^\d+$/.test(text)) throw new Error(`${name}: expected a whole number, received '${text}'.`);
  return Number(text);
}

function refuse(message) {
  console.error(`${message}\n\n${HELP}`);
  process.exitCode = 2;
  return undefined;
}

async function run(options) {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const built = spawnSync(process.execPath, [tsc, '-b', 'libs/ai-provider'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) {
    console.error('The build failed; run `npm ci` first if packages are missing.');
    process.exitCode = 1;
    return;
  }
  const { startSimulator } = await import('../libs/ai-provider/dist/testing/index.js');
  let simulator;
  try {
    simulator = await startSimulator(options);
  } catch (error) {
    if (error.name === 'SimulatorInputError') return refuse(error.message);
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${options.port} is taken; choose another with --port, or --port 0 for a free one.`);
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => simulator.close());
  print(simulator);
}

function print({ url, urls }) {
  console.log(`The provider simulator listens on ${url}. No language model is called; any key is accepted.

Base URLs for the AI SDK packages (createGroq, createOpenAI, createAnthropic):
  groq       ${urls.groq}
  openai     ${urls.openai}
  anthropic  ${urls.anthropic}

Environment for the official clients:
  export GROQ_BASE_URL=${url}/groq GROQ_API_KEY=any
  export OPENAI_BASE_URL=${urls.openai} OPENAI_API_KEY=any
  export ANTHROPIC_BASE_URL=${url}/anthropic ANTHROPIC_API_KEY=any

Ask:
  curl -s ${urls.groq}/chat/completions -H 'authorization: Bearer any' -H 'content-type: application/json' \\
    -d '{"model":"openai/gpt-oss-120b","messages":[{"role":"user","content":"Hello"}]}'

Script a failure, for one request or for all until it is dropped:
  curl -s ${url}/_simulator/faults -d '{"wire":"groq","fault":{"kind":"rateLimit","retryAfter":"120"}}'
  curl -s ${url}/_simulator/faults -d '{"wire":"openai","fault":{"kind":"hang"},"times":"always"}'
  curl -s -X DELETE ${url}/_simulator/faults

Look: ${url}/_simulator/state and ${url}/_simulator/journal

Ctrl-C ends it.`);
}
