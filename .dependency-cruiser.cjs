const { existsSync, readFileSync, readdirSync } = require('node:fs');

/**
 * The floors of the house, lowest first. A package imports only packages of lower floors; packages of one floor do
 * not know each other. Packages that do not exist yet have their place already.
 */
const FLOORS = [
  ['common'],
  ['security'],
  ['events', 'observability'],
  ['rate-limit', 'config-validator'],
  ['ai-provider', 'ai-cache'],
  ['health'],
  ['shared-services'],
];

const KNOWN = FLOORS.flat().join('|');
const TESTS = String.raw`\.spec\.ts$`;

/** One rule per package: what it may not see is every other package of its own floor and of those above. */
const floorRules = FLOORS.flatMap((floor, level) =>
  floor.map((name) => {
    const hidden = FLOORS.slice(level)
      .flat()
      .filter((other) => other !== name);
    const libs = hidden.length === 0 ? [] : [`^libs/(${hidden.join('|')})/`];
    return {
      name: `floor-${name}`,
      comment: `${name} is on floor ${level + 1}: it imports only lower floors (see FLOORS in .dependency-cruiser.cjs).`,
      severity: 'error',
      from: { path: `^libs/${name}/` },
      to: { path: [...libs, '^apps/'] },
    };
  }),
);

/** The workspaces of one folder: name and the siblings that its manifest declares. */
const workspaces = ['libs', 'apps'].flatMap((folder) =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => existsSync(`${folder}/${name}/package.json`))
    .map((name) => {
      const manifest = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
      const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
        .filter((dependency) => dependency.startsWith('@hydrogenai/'))
        .map((dependency) => dependency.replace('@hydrogenai/', ''));
      return { folder, name, declared };
    }),
);

const siblingRules = workspaces.map(({ folder, name, declared }) => ({
  name: `undeclared-sibling-${name}`,
  comment: `${name} imports a sibling that its package.json does not name: it would be missing where ${name} is installed.`,
  severity: 'error',
  from: { path: `^${folder}/${name}/`, pathNot: TESTS },
  to: { path: '^libs/', pathNot: `^libs/(${[name, ...declared].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'package-without-floor',
      comment: 'A new package gets its place in FLOORS first.',
      severity: 'error',
      from: { path: `^libs/(?!(${KNOWN})/)` },
      to: {},
    },
    {
      name: 'app-imports-app',
      comment: 'Applications share code through libs.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-cycle',
      comment: 'Cycles pass under vitest and crash when built: "Cannot access X before initialization".',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'own-index',
      comment: 'Import the file that has it: the index of its own folder is how cycles start.',
      severity: 'error',
      from: { path: '^(.+)/[^/]+$' },
      to: { path: String.raw`^$1/index\.ts$` },
    },
    {
      name: 'testing-in-product',
      comment: 'Fakes, simulators and contract suites are for tests and applications.',
      severity: 'error',
      from: { path: '^libs/', pathNot: [TESTS, '^libs/[^/]+/src/testing/'] },
      to: { path: '^libs/[^/]+/src/testing/' },
    },
    {
      name: 'sibling-by-path',
      comment: 'A sibling is imported by its package name, as its users do.',
      severity: 'error',
      from: { path: '^((libs|apps)/[^/]+)/' },
      to: { path: '^(libs|apps)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    ...siblingRules,
    {
      name: 'undeclared-package',
      comment: 'Users get only what dependencies and peerDependencies of the own package.json name.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: TESTS },
      to: {
        pathNot: '^(libs|apps)/',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-bundled'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'unresolvable',
      comment: 'It does not exist, so its floor cannot be checked.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: TESTS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true, // `import type` is an import, too
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['hydrogenai-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.node'],
    },
  },
};
