import { expect, it } from 'vitest';
import { manifestFaults, type Manifest } from './manifest.policy.js';

const good: Manifest = {
  name: '@hydrogenai/good',
  version: '1.0.0',
  description: 'Good.',
  license: 'MIT',
  type: 'module',
  files: ['dist'],
  engines: { node: '>=22.12' },
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  dependencies: { a: '1.0.0' },
  peerDependencies: { b: '^2.0.0' },
};
const packed = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'];

it('has nothing to say against a package that may be published', () => {
  expect(manifestFaults(good, packed)).toEqual([]);
});

it.each([
  ['license', { license: undefined }],
  ['files', { files: undefined }],
  ['engines.node', { engines: undefined }],
  ['private', { private: true }],
  ['type', { type: 'commonjs' }],
])('names a fault of "%s"', (field, change) => {
  const changed: Manifest = JSON.parse(JSON.stringify({ ...good, ...change }));
  const faults = manifestFaults(changed, packed);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`"${field}"`);
});

it.each(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'package.json'])('misses %s', (file) => {
  const faults = manifestFaults(
    good,
    packed.filter((path) => path !== file),
  );
  expect(faults).toEqual([expect.stringContaining(file)]);
});

it('misses the file of a command', () => {
  const faults = manifestFaults({ ...good, bin: { good: './bin/good.mjs' } }, packed);
  expect(faults).toEqual(['bin "good" names ./bin/good.mjs, which is not packed']);
});

it('wants types, a default that comes last, and no patterns', () => {
  const faults = manifestFaults(
    {
      ...good,
      exports: { '.': { default: './dist/index.js', import: './dist/index.js' }, './*': './dist/index.js' },
    },
    packed,
  );
  expect(faults).toEqual([
    'exports "." has no "types"',
    'exports "." does not end with "default"',
    expect.stringContaining('pattern'),
  ]);
});

it.each(['workspace:*', 'file:../a', 'git+ssh://host/a', 'https://host/a.tgz', '*', 'latest', ''])(
  'refuses the version "%s" wherever it stands',
  (version) => {
    for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies'] as const) {
      expect(manifestFaults({ ...good, [field]: { a: version } }, packed)).toHaveLength(1);
    }
  },
);

it.each(['dist/a.spec.js', 'src/a.test.ts', 'dist/.tsbuildinfo', 'src/__tests__/a.ts'])(
  'refuses to pack %s',
  (file) => {
    expect(manifestFaults(good, [...packed, file])).toEqual([expect.stringContaining(file)]);
  },
);
