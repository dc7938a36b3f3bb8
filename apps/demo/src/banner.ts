import { AiProviderService } from '@hydrogenai/ai-provider';
import { ACCESS_KEYS, type AccessKeys } from './access/access-keys.js';
import { DEMO_ROLE_NAMES } from './access/demo.roles.js';
import { DemoEnvironment } from './config/demo.environment.js';
import { PROVIDER_SOURCE, type ProviderSource } from './providers/provider-source.js';
import { perMinute } from './query/query.limits.js';
import type { RunningDemo } from './start-demo.js';

/** What the demo runs on and what to try next, printed once. */
export function banner({ app, url }: RunningDemo): string {
  const source = app.get<ProviderSource>(PROVIDER_SOURCE, { strict: false });
  const { redisUrl, queryLimitPerMinute, globalQueryLimitPerMinute, dailyBudgetDollars } =
    app.get(DemoEnvironment);
  const own = perMinute(queryLimitPerMinute);
  const store =
    redisUrl === undefined ? 'memory of this process (set REDIS_URL to share it)' : 'memory and Redis';
  return [
    '',
    `HydrogenAI demo is listening on ${url}`,
    '',
    `  providers  ${describeSource(source)}`,
    `  models     ${app
      .get(AiProviderService)
      .listModels()
      .map(({ name }) => name)
      .join(', ')} (preferences.model; chat answers by default)`,
    `  state      ${store}: answers, limits, usage, pauses and drains`,
    `  budget     ${dailyBudgetDollars === undefined ? 'none (set DAILY_BUDGET_DOLLARS)' : `${dailyBudgetDollars} US dollars a day`}`,
    `  limits     ${own.limit} questions a minute and user, ${own.burst} at once; ${globalQueryLimitPerMinute} of all users together`,
    '',
    'Try:',
    `  curl -s ${url}/v1/query -H 'content-type: application/json' -d '{"query":"What is the capital of France?"}'`,
    `  curl -sN ${url}/v1/query/stream -H 'content-type: application/json' -d '{"query":"Tell me about Lyon"}'`,
    `  curl -s ${url}/v1/query/explain -H 'content-type: application/json' -d '{"query":"Prove that 2 is a prime","preferences":{"model":"auto"}}'`,
    `  curl -s ${url}/health        ${url}/docs`,
    ...administration(url, app.get<AccessKeys>(ACCESS_KEYS, { strict: false })),
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** Keys are shown here and nowhere else: only their hashes are kept. */
function administration(url: string, { generated }: AccessKeys): readonly string[] {
  if (generated === undefined) {
    return [
      '',
      'Administration needs a key of ACCESS_KEYS:',
      `  curl -s ${url}/v1/providers -H "authorization: Bearer $KEY"`,
      '  npm run tour -- --key $KEY    a walk through failover, cache, money, limits and health, with the key of an operator',
    ];
  }
  return [
    '',
    'Administration needs a key. These are for this start only, and shown once (set ACCESS_KEYS to have your own):',
    ...DEMO_ROLE_NAMES.map((role) => `  ${role.padEnd(9)}${generated[role].reveal()}`),
    '',
    `  KEY=${generated.operator.reveal()}`,
    `  curl -s ${url}/v1/providers -H "authorization: Bearer $KEY"`,
    `  curl -s '${url}/v1/usage?by=provider,model' -H "authorization: Bearer $KEY"`,
    `  curl -s ${url}/v1/cache/invalidate -H "authorization: Bearer $KEY" -H 'content-type: application/json' -d '{"everything":true}'`,
    `  curl -s ${url}/v1/audit -H "authorization: Bearer ${generated.auditor.reveal()}"`,
    '  npm run tour -- --key $KEY    a walk through failover, cache, money, limits and health, in another terminal',
  ];
}

function describeSource(source: ProviderSource): string {
  switch (source.kind) {
    case 'simulator':
      return [
        `simulated groq, openai and anthropic on ${source.url}: no key was found`,
        '             (set GROQ_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, here or in .env, to use the real ones)',
      ].join('\n');
    case 'real':
      return `${Object.keys(source.providers).join(', ')} with your keys`;
  }
}
