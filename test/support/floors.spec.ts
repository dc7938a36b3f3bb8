import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const config = join(root, '.dependency-cruiser.cjs');

/** Every package of the house, lowest floor first: each has one export, `a`, and a type, `T`. */
const PACKAGES = [
  'common',
  'security',
  'events',
  'observability',
  'rate-limit',
  'config-validator',
  'ai-provider',
  'ai-cache',
  'health',
  'shared-services',
];

/** What each package declares as dependencies; all of them exist. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  common: ['security'],
  security: ['common', 'events'],
  events: ['observability'],
  observability: ['events', 'rate-limit'],
  'rate-limit': ['config-validator', 'ai-cache'],
  'config-validator': ['rate-limit', 'ai-provider'],
  'ai-provider': ['ai-cache', 'common'],
  'ai-cache': ['ai-provider', 'common', 'security'],
  health: ['ai-provider', 'shared-services'],
  'shared-services': ['health'],
};

/** Sources beside the plain index of every package, and the rules that each must break; none where it is right. */
const SOURCES: Readonly<Record<string, { code: string; breaks: readonly string[] }>> = {
  // floors: a higher one, the same one, also by a type alone
  'libs/common/src/up.ts': { code: "import '@hydrogenai/security';", breaks: ['floor-common'] },
  'libs/security/src/up.ts': { code: "import '@hydrogenai/events';", breaks: ['floor-security'] },
  'libs/security/src/down.ts': { code: "import '@hydrogenai/common';", breaks: [] },
  'libs/events/src/same.ts': { code: "import '@hydrogenai/observability';", breaks: ['floor-events'] },
  'libs/observability/src/up.ts': {
    code: "import '@hydrogenai/rate-limit';",
    breaks: ['floor-observability'],
  },
  'libs/rate-limit/src/same.ts': {
    code: "import '@hydrogenai/config-validator';",
    breaks: ['floor-rate-limit'],
  },
  'libs/config-validator/src/up.ts': {
    code: "import '@hydrogenai/ai-provider';",
    breaks: ['floor-config-validator'],
  },
  'libs/ai-provider/src/meets-cache.ts': {
    code: "import type { T } from '@hydrogenai/ai-cache'; export const t: T = 1;",
    breaks: ['floor-ai-provider'],
  },
  'libs/ai-cache/src/meets-provider.ts': {
    code: "export type { T } from '@hydrogenai/ai-provider';",
    breaks: ['floor-ai-cache'],
  },
  'libs/ai-cache/src/meets-provider.spec.ts': {
    code: "import '@hydrogenai/ai-provider/testing';",
    breaks: ['floor-ai-cache'],
  },
  'libs/ai-cache/src/lazy.ts': {
    code: "export const load = () => import('@hydrogenai/ai-provider');",
    breaks: ['floor-ai-cache'],
  },
  'libs/health/src/up.ts': { code: "import '@hydrogenai/shared-services';", breaks: ['floor-health'] },
  'libs/shared-services/src/up.ts': {
    code: "import '../../../apps/one/src/main.js';",
    breaks: ['floor-shared-services', 'sibling-by-path'],
  },
  'libs/stranger/src/new.ts': { code: "import 'node:fs';", breaks: ['package-without-floor'] },
  'apps/one/src/main.ts': {
    code: "import '@hydrogenai/common'; import '@hydrogenai/common/testing';",
    breaks: [],
  },
  'apps/one/src/other.ts': {
    code: "import '../../two/src/main.js';",
    breaks: ['app-imports-app', 'sibling-by-path'],
  },
  'apps/two/src/main.ts': { code: 'export const a = 1;', breaks: [] },
  'apps/two/src/undeclared.ts': { code: "import '@hydrogenai/common';", breaks: ['undeclared-sibling-two'] },

  // cycles and indexes
  'libs/ai-cache/src/cycle-a.ts': { code: "import './cycle-b.js';", breaks: ['no-cycle'] },
  // (a cycle is reported once, at its first file)
  'libs/ai-cache/src/cycle-b.ts': { code: "import type {} from './cycle-a.js';", breaks: [] },
  'libs/ai-cache/src/own-index.ts': { code: "import './index.js';", breaks: ['own-index'] },
  'libs/ai-cache/src/tiers/index.ts': { code: "export * from './memory.js';", breaks: [] },
  'libs/ai-cache/src/tiers/memory.ts': { code: 'export const a = 1;', breaks: [] },
  'libs/ai-cache/src/uses-tiers.ts': { code: "import './tiers/index.js';", breaks: [] },

  // testing entries
  'libs/ai-cache/src/uses-fake.ts': {
    code: "import '@hydrogenai/common/testing';",
    breaks: ['testing-in-product'],
  },
  'libs/ai-cache/src/own-fake.ts': { code: "import './testing/fake.js';", breaks: ['testing-in-product'] },
  'libs/ai-cache/src/testing/fake.ts': { code: "import '@hydrogenai/common/testing';", breaks: [] },
  'libs/ai-cache/src/uses-fake.spec.ts': { code: "import '@hydrogenai/common/testing';", breaks: [] },

  // who may be imported how
  'libs/ai-cache/src/by-path.ts': {
    code: "import '../../common/src/index.js';",
    breaks: ['sibling-by-path'],
  },
  'libs/ai-provider/src/undeclared.ts': {
    code: "import type { T } from '@hydrogenai/security'; export const t: T = 1;",
    breaks: ['undeclared-sibling-ai-provider'],
  },
  'libs/ai-cache/src/packages.ts': {
    code: "import 'declared'; import 'peer'; import 'node:fs';",
    breaks: [],
  },
  'libs/ai-cache/src/dev.ts': { code: "import 'dev';", breaks: ['undeclared-package'] },
  'libs/ai-cache/src/dev.spec.ts': { code: "import 'dev';", breaks: [] },
  'libs/ai-cache/src/of-root.ts': { code: "import type {} from 'of-root';", breaks: ['undeclared-package'] },
  'libs/ai-cache/src/nowhere.ts': { code: "import 'nowhere';", breaks: ['unresolvable'] },
};

let tree: string;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'floors-'));
  await write('package.json', JSON.stringify({ name: 'tree', devDependencies: { 'of-root': '1' } }));
  for (const name of PACKAGES) {
    await write(`libs/${name}/package.json`, JSON.stringify(manifestOf(name)));
    await write(`libs/${name}/src/index.ts`, 'export const a = 1; export type T = number;');
    await write(`libs/${name}/src/testing/index.ts`, 'export const a = 1;');
    await mkdir(join(tree, 'node_modules/@hydrogenai'), { recursive: true });
    await symlink(join(tree, 'libs', name), join(tree, 'node_modules/@hydrogenai', name));
  }
  for (const name of ['declared', 'peer', 'dev', 'of-root']) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'main.js' }));
    await write(`node_modules/${name}/main.js`, '');
  }
  await write('apps/one/package.json', JSON.stringify({ dependencies: { '@hydrogenai/common': '1' } }));
  await write('apps/two/package.json', '{}');
  for (const [path, { code }] of Object.entries(SOURCES)) await write(path, code);
});

afterAll(() => rm(tree, { recursive: true, force: true }));

it('refuses each forbidden import by the rule that is meant for it, and nothing else', async () => {
  const found = new Map<string, Set<string>>();
  for (const { rule, from } of await violations()) found.set(from, (found.get(from) ?? new Set()).add(rule));
  const expected = Object.entries(SOURCES)
    .filter(([, { breaks }]) => breaks.length > 0)
    .map(([path, { breaks }]): [string, string[]] => [path, breaks.toSorted()]);
  const actual = [...found].map(([path, rules]): [string, string[]] => [path, [...rules].toSorted()]);
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
});

it('has a case here for every rule of the configuration', () => {
  // The configuration is CommonJS and reads manifests from the working directory: names are enough here.
  const { forbidden }: { forbidden: readonly { name: string; severity: string }[] } = createRequire(
    import.meta.url,
  )(config);
  const covered = new Set(Object.values(SOURCES).flatMap(({ breaks }) => breaks));
  const general = forbidden.map(({ name }) => name).filter((name) => !name.startsWith('undeclared-sibling-'));
  expect(general.filter((name) => !covered.has(name))).toEqual([]);
  expect(forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
});

function manifestOf(name: string): object {
  const siblings = (DECLARED[name] ?? []).map((sibling) => [`@hydrogenai/${sibling}`, '1']);
  return {
    name: `@hydrogenai/${name}`,
    type: 'module',
    dependencies: { ...Object.fromEntries(siblings), declared: '1' },
    peerDependencies: { peer: '1' },
    devDependencies: { peer: '1', dev: '1' },
    exports: {
      '.': { 'hydrogenai-source': './src/index.ts', default: './dist/index.js' },
      './testing': { 'hydrogenai-source': './src/testing/index.ts', default: './dist/testing/index.js' },
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

interface Violation {
  readonly rule: string;
  readonly from: string;
}

/** Runs the command of `npm run floors` on the tree. */
async function violations(): Promise<Violation[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, 'libs', 'apps', '--config', config, '--output-type', 'json'];
  const output = await new Promise<string>((done, fail) => {
    // The exit code is the number of errors; only a report that is not JSON means that it could not run.
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 1e8 }, (_, stdout, stderr) =>
      stdout === '' ? fail(new Error(stderr)) : done(stdout),
    );
  });
  const report: { summary: { violations: { rule: { name: string; severity: string }; from: string }[] } } =
    JSON.parse(output);
  return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
