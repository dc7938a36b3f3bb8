// npm run tour -- --key <key> [--url http://localhost:3000] [--fast]: a walk through a running demo, for people who watch.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const USAGE = `npm run tour -- --key <key of an operator> [--url <address of the demo>] [--fast]

Walks through a demo that is running (npm start, in another terminal): a first answer, a cached one, a stream, the first
provider failing, health meanwhile, a drain, what it all cost, and limits. The demo prints the key of an operator when it
starts. --fast leaves the pauses out.
`;

/** Long enough to read a step. */
const READING_MS = 4_000;

/** Above the burst that the demo allows a user, unless it was configured otherwise. */
const TOO_MANY = 40;

/** Names the tour's own drains, so that it takes back no other. */
const DRAIN_REASON = 'a step of the tour';

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = (text) => paint(1, text);
const dim = (text) => paint(2, text);
const green = (text) => paint(32, text);
const yellow = (text) => paint(33, text);

const say = (text = '') => process.stdout.write(`${text}\n`);

class TourError extends Error {}

/** Headers of administrative calls; questions are asked as anybody asks them. */
const operator = {};
const headersFor = (url) => (/\/v1\/(?:query|classify)/.test(url) ? {} : operator);

try {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      key: { type: 'string' },
      fast: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) say(USAGE);
  else {
    if (values.key !== undefined) operator.authorization = `Bearer ${values.key}`;
    await tour(values.url.replace(/\/$/, ''), values.fast ? 0 : READING_MS);
  }
} catch (error) {
  const known = error instanceof TourError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${known ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

async function tour(url, readingMs) {
  const demo = await connect(url);
  // Questions of this run only, so that the first answer is not in the cache of an earlier one.
  const run = new Date().toTimeString().slice(0, 8);
  const france = `What is the capital of France? (tour of ${run})`;
  say(bold(`A walk through the demo on ${url}`));
  say(
    dim(
      demo.simulatorUrl
        ? `Its providers are simulated, on ${demo.simulatorUrl}.`
        : 'Its providers are the real ones.',
    ),
  );

  const steps = [
    ['A first answer', () => ask(url, france)],
    ['The same question again', () => ask(url, france)],
    ['An answer as a stream', () => stream(url, `Tell me about Lyon (tour of ${run})`)],
    ...(demo.simulatorUrl ? failureSteps(url, demo.simulatorUrl, run) : switchSteps(url, run)),
    ['Who would answer a hard question, and at what price', () => explain(url)],
    ['An operator takes a provider out', () => drain(url, run)],
    ['What was used and paid', () => usage(url)],
    ['More questions than one user may ask', () => overrun(url, france)],
    ['What the limits have decided', () => limitStats(url)],
    ['What the cache has seen', () => cacheStats(url)],
  ];
  try {
    for (const [index, [title, step]] of steps.entries()) {
      say(`\n${bold(`${index + 1}. ${title}`)}`);
      await step();
      await pause(readingMs);
    }
  } finally {
    await cleanUp(url, demo.simulatorUrl);
  }
  say(`\n${green('That was it.')} Try it yourself: ${url}/docs`);
}

function failureSteps(url, simulatorUrl, run) {
  return [
    [
      'The first provider refuses, the answer still comes',
      async () => {
        say(dim('   groq is told to answer 429 with "Retry-After: 120" from now on'));
        await request(`${simulatorUrl}/_simulator/faults`, {
          wire: 'groq',
          fault: { kind: 'rateLimit', retryAfter: '120' },
          times: 'always',
        });
        await ask(url, `What is the capital of Italy? (tour of ${run})`);
      },
    ],
    [
      'The next question does not even try it',
      async () => {
        await ask(url, `What is the capital of Spain? (tour of ${run})`);
        say(dim('   groq asked to be left alone for 120 s, so no request is wasted on it'));
      },
    ],
    ['Health while a provider is left alone', () => health(url)],
  ];
}

function switchSteps(url, run) {
  return [
    [
      'An operator puts the last provider first',
      async () => {
        const { models } = await read(`${url}/v1/providers`);
        const last = models[0].candidates.at(-1).split('/')[0];
        await request(`${url}/v1/providers/switch`, { provider: last, reason: 'tour' });
        await ask(url, `What is the capital of Italy? (tour of ${run})`);
      },
    ],
    ['Health', () => health(url)],
  ];
}

async function connect(url) {
  const answer = await get(`${url}/v1/providers`).catch(() => undefined);
  if (answer?.status === 200) return answer.body;
  if (answer?.status === 401 || answer?.status === 403) {
    throw new TourError(
      'The tour drains and resumes providers, and needs the key of an operator: npm run tour -- --key <key>. The demo has printed one when it started.',
    );
  }
  throw new TourError(
    `No demo answers on ${url}. Start it in another terminal with "npm start", or name another with --url.`,
  );
}

async function ask(url, query) {
  say(`   ask:  ${query}`);
  const began = performance.now();
  const { status, body } = await request(`${url}/v1/query`, { query });
  const ms = (performance.now() - began).toFixed(1);
  if (status !== 200) {
    say(`   got:  ${yellow(`${status} ${body.code}`)} after ${ms} ms: ${body.message}`);
    return;
  }
  say(`   got:  ${shorten(body.result)}`);
  say(`   from: ${green(body.providerUsed)} in ${bold(`${ms} ms`)}, ${body.queryType} question`);
  if (body.cached)
    say(
      `   why:  stored ${body.cache.ageMs} ms ago, found by its exact words in ${body.cache.tier}; it cost nothing`,
    );
  else {
    for (const line of trail(body.routing)) say(`   ${line}`);
    say(`   cost: ${price(body.cost)}`);
  }
}

function price(microDollars) {
  return microDollars === null ? 'not known' : `${microDollars} micro-dollars`;
}

function trail({ attempts, reason }) {
  return [
    ...attempts.map(({ provider, model, outcome, kind, httpStatus, ms }) => {
      const end =
        outcome === 'answered'
          ? green('answered')
          : yellow(`failed: ${kind}${httpStatus ? ` (HTTP ${httpStatus})` : ''}`);
      return `try:  ${provider}/${model} ${end} after ${ms} ms`;
    }),
    `why:  ${reason}`,
  ];
}

async function stream(url, query) {
  say(`   ask:  ${query}`);
  const response = await post(`${url}/v1/query/stream`, { query });
  process.stdout.write('   got:  ');
  let pending = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    pending += chunk;
    const blocks = pending.split('\n\n');
    pending = blocks.pop();
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
      if (event === 'text') process.stdout.write(JSON.parse(data).text);
      if (event === 'done') {
        const { executionTime, providerUsed, routing } = JSON.parse(data);
        const first = routing?.attempts.at(-1)?.firstTokenMs;
        say(
          `\n   from: ${green(providerUsed)}, first words after ${first ?? 0} ms, all after ${executionTime} ms`,
        );
      }
      if (event === 'error') say(`\n   ${yellow(JSON.parse(data).message)}`);
    }
  }
}

async function explain(url) {
  const query =
    'Write a function that finds the cheapest route through a weighted graph, and prove that it is right';
  say(`   ask:  ${query} (nobody is asked, this is a dry run with the model "auto")`);
  const { status, body } = await request(`${url}/v1/query/explain`, {
    query,
    preferences: { model: 'auto' },
  });
  if (status !== 200) {
    say(`   got:  ${yellow(`${status} ${body.code}`)}: ${body.message}`);
    return;
  }
  say(`   got:  model "${body.model}", ${body.reason}`);
  for (const { candidate, state, estimatedCost } of body.candidates) {
    const stands = state.state === 'ready' ? green(state.state) : yellow(state.state);
    say(`   ${candidate.padEnd(28)} ${stands}, about ${price(estimatedCost)}`);
  }
  for (const { candidate, reasons } of body.leftOut) say(dim(`   ${candidate}: ${reasons.join(', ')}`));
}

async function drain(url, run) {
  const { models, providers } = await read(`${url}/v1/providers`);
  if (providers.length < 2) {
    say(dim('   there is one provider only, and it stays'));
    return;
  }
  // Not the first one: that may be out already.
  const target = models[0].candidates[1].split('/')[0];
  await request(`${url}/v1/providers/drain`, { target, reason: DRAIN_REASON, forMs: 60_000 });
  say(`   ${target} gets no more requests for 60 s; what is under way finishes`);
  await ask(url, `What is the capital of Portugal? (tour of ${run})`);
  // The demo's checks run in the background, every second.
  await pause(1_500);
  const { body } = await get(`${url}/health`);
  say(`   GET /health  providers: ${JSON.stringify(body.details['ai-providers'].parts)}`);
  await request(`${url}/v1/providers/resume`, { target, reason: 'tour: over' });
  say(`   ${target} is back`);
}

async function usage(url) {
  const { rows, source } = await read(`${url}/v1/usage?by=provider,model`);
  for (const { provider, model, attempts, failed, inputTokens, outputTokens, costMicroDollars } of rows) {
    say(
      `   ${`${provider}/${model}`.padEnd(28)} ${attempts} tries, ${failed} failed, ${inputTokens} + ${outputTokens} tokens, ${green(price(costMicroDollars))}`,
    );
  }
  say(
    dim(
      source === 'store'
        ? '   today, of all processes that share Redis'
        : '   today, of this process; with REDIS_URL it outlives a restart',
    ),
  );
}

async function health(url) {
  // The demo's checks run in the background, every second.
  await pause(1_500);
  for (const path of ['/livez', '/readyz', '/health']) {
    const { status, body } = await get(url + path);
    say(
      `   GET ${path.padEnd(8)} ${status === 200 ? green(status) : yellow(status)}  ${JSON.stringify(body)}`,
    );
  }
  const { providers } = await read(`${url}/v1/providers`);
  for (const { provider, state, lanes } of providers) {
    const forMs = Math.max(...lanes.map((lane) => lane.state.forMs ?? 0));
    const end = forMs > 0 ? ` for ${Math.round(forMs / 1_000)} s` : '';
    say(`   ${provider.padEnd(10)} ${state === 'ready' ? green(state) : yellow(state + end)}`);
  }
}

async function overrun(url, query) {
  say(`   ask:  the first question ${TOO_MANY} times at once`);
  const answers = await Promise.all(
    Array.from({ length: TOO_MANY }, () => request(`${url}/v1/query`, { query })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  say(
    `   got:  ${green(`${answers.length - refused.length} answers`)}, ${yellow(`${refused.length} times 429`)}`,
  );
  const [first] = refused;
  if (!first) return;
  say(`   why:  ${first.body.message}`);
  for (const name of ['RateLimit-Policy', 'RateLimit', 'Retry-After']) {
    say(dim(`         ${name}: ${first.headers.get(name)}`));
  }
}

async function limitStats(url) {
  const { limits } = await read(`${url}/v1/limits`);
  for (const { name, admitted, refused, shadowRefused } of limits) {
    const verdict =
      shadowRefused > 0
        ? yellow(`${shadowRefused} would have been refused`)
        : `${refused > 0 ? yellow(refused) : refused} refused`;
    say(`   ${name.padEnd(12)} room for ${green(admitted)}, ${verdict}`);
  }
  say(dim('   query:trial is in shadow mode: it refuses nobody and only tells what it would do'));
}

async function cacheStats(url) {
  const { hits, misses, l1, l2 } = await read(`${url}/v1/cache/stats`);
  say(
    `   ${hits.l1} hits in memory, ${hits.l2} in Redis (${l2.state}), ${misses} misses, ${l1.entries} entries in ${l1.bytes} bytes`,
  );
}

/** Leaves the demo as it was found, also after a failure or in the middle. */
async function cleanUp(url, simulatorUrl) {
  const { drains } = await read(`${url}/v1/providers`);
  for (const { target, reason } of drains) {
    if (reason === DRAIN_REASON)
      await request(`${url}/v1/providers/resume`, { target, reason: 'tour: over' });
  }
  if (simulatorUrl) {
    await fetch(`${simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
    // Switching to a provider ends its pause.
    await request(`${url}/v1/providers/switch`, { provider: 'groq', reason: 'tour: groq is well again' });
  }
  await request(`${url}/v1/providers/switch`, { provider: null, reason: 'tour: the configured order again' });
}

function post(url, body) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersFor(url) },
    body: JSON.stringify(body),
  });
}

async function request(url, body) {
  const response = await post(url, body);
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}

async function get(url) {
  const response = await fetch(url, { headers: headersFor(url) });
  return { status: response.status, body: await response.json() };
}

async function read(url) {
  const { status, body } = await get(url);
  if (status !== 200) throw new TourError(`${url} answered ${status}.`);
  return body;
}

function shorten(text) {
  const LONGEST = 100;
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
