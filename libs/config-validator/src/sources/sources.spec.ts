import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, boolean, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvFile } from './env-file.policy.js';
import { readEnvFiles } from './env-file.reader.js';
import { lookUp } from './env-layer.js';
import { findMisspelt } from './misspelt.policy.js';
import { scanLines } from './scan-lines.policy.js';

describe('looking a variable up', () => {
  const environment = { source: { kind: 'environment' }, values: { A: '1', EMPTY: '' } } as const;
  const file = { source: { kind: 'file', file: '.env' }, values: { A: '2', B: '3', EMPTY: '4' } } as const;

  it('takes the first place that has the name, also when it is empty there', () => {
    expect(lookUp([environment, file], 'A')).toEqual({
      raw: '1',
      source: { kind: 'environment' },
      overridden: [{ source: { kind: 'file', file: '.env' }, same: false }],
    });
    expect(lookUp([environment, file], 'B')).toEqual({
      raw: '3',
      source: { kind: 'file', file: '.env' },
      overridden: [],
    });
    expect(lookUp([environment, file], 'EMPTY')?.raw).toBe('');
    expect(lookUp([environment, file], 'C')).toBeUndefined();
  });

  it('takes what an object inherits for no variable', () => {
    // Object.create() is typed any; the object has no properties of its own.
    const values = Object.create({ INHERITED: '1' }) as Record<string, string>;
    expect(lookUp([{ ...environment, values }], 'INHERITED')).toBeUndefined();
    expect(lookUp([environment], 'constructor')).toBeUndefined();
  });
});

describe('environment files', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'env-files-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: string | Buffer) {
    const file = join(folder, '.env');
    await writeFile(file, content);
    const { layers, findings } = await readEnvFiles([file]);
    return { values: layers[0]?.values, findings };
  }

  it('are read without their byte order mark', async () => {
    expect(await read('\uFEFFA=1\r\nB="x\ny" # c\nexport C=\'3\'\n')).toEqual({
      values: { A: '1', B: 'x\ny', C: '3' },
      findings: [],
    });
  });

  it('may be absent', async () => {
    expect(await readEnvFiles([join(folder, 'absent')])).toEqual({ layers: [], findings: [] });
  });

  it('are a finding, and no crash, when they cannot be read', async () => {
    const file = join(folder, 'folder');
    await mkdir(file);
    const { findings } = await readEnvFiles([file]);
    expect(findings).toMatchObject([{ id: 'CFG-FILE-001', subject: file, problem: /EISDIR/ }].map(asMatch));
  });

  it('are a finding when they are not UTF-8', async () => {
    for (const bytes of [Buffer.from('A=secret-canary', 'utf16le'), Buffer.from([0x41, 0x3d, 0xff])]) {
      const { values, findings } = await read(bytes);
      expect(values).toEqual({});
      expect(findings.map(({ id }) => id)).toEqual(['CFG-FILE-002']);
    }
  });

  it('are a finding for every line that Node passes over, by number and without its text', async () => {
    const { values, findings } = await read('A=1\nsecret-canary\n=secret-canary\nB=2\n');
    expect(values).toMatchObject({ A: '1', B: '2' });
    expect(findings.map(({ problem }) => /Line \d+/.exec(problem)?.[0])).toEqual(['Line 2', 'Line 3']);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });
});

describe('lines of environment files', () => {
  const quote = constantFrom('"', "'", '`');
  const name = constantFrom('A', 'B_1', 'c.d', 'E-F');
  const line = oneof(
    tuple(constantFrom('', 'export ', '  '), name, constantFrom('=', ' = '), string({ maxLength: 6 })).map(
      (parts) => parts.join('').replaceAll(/[\r\n"'`]/g, ''),
    ),
    tuple(name, quote, array(constantFrom('x', '# y', 'A=1', ''), { maxLength: 3 }), boolean()).map(
      ([name, quote, lines, closed]) => `${name}=${quote}${lines.join('\n')}${closed ? quote : ''}`,
    ),
    constantFrom('', '# A=1', 'stray', '=1'),
  );

  it('are known of every variable that Node reads, and the last line of a name is the one it takes', () => {
    assert(
      property(array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        const { values, lines: known } = parseEnvFile('.env', Buffer.from(text));
        for (const [name, value] of Object.entries(values)) {
          const at = known.get(name);
          // The rest of the file from that line has the same value.
          const rest = text.split('\n').slice((at ?? Infinity) - 1);
          expect(parseEnvFile('.env', Buffer.from(rest.join('\n'))).values[name]).toBe(value);
        }
      }),
    );
  });

  it('that assign nothing do not swallow the next line, as they do in Node', () => {
    const { values, findings } = parseEnvFile(
      '.env',
      Buffer.from('A= \nB=1\nexport C=\n  export D= \t\nE=2'),
    );
    expect(values).toEqual({ A: '', B: '1', C: '', D: '', E: '2' });
    expect(findings).toEqual([]);
  });

  it('are a finding when one file has a name twice', () => {
    const { values, lines, findings } = parseEnvFile('.env', Buffer.from('A=1\nB="x\ny"\nA=2\n\nA=3'));
    expect(values).toEqual({ A: '3', B: 'x\ny' });
    expect([...lines]).toEqual([
      ['A', 6],
      ['B', 2],
    ]);
    expect(findings).toMatchObject([
      {
        id: 'CFG-FILE-005',
        subject: 'A',
        problem: 'The file has it more than once. Line 6 applies, not 1, 4.',
        source: { kind: 'file', file: '.env', line: 6 },
      },
    ]);
  });
});

describe('stray lines', () => {
  it.each<[string, readonly number[]]>([
    ['A=1\n\n# c\n  export B = 2\nC.d-e=3', []],
    ['A="x\nsecond line\n"\nB=1', []],
    ["A='x\nB=1", [1]],
    ['A="x\ny" z\nB=1', [2]],
    ['A="x\ny" # comment', []],
    ['1A=2', [1]],
    ['A', [1]],
  ])('of %j are %j', (text, lines) => {
    expect(scanLines(text).stray).toEqual(lines);
  });
});

describe('misspelt variables', () => {
  const find = (present: string, meant: string) =>
    findMisspelt([present], [meant], new Set([meant])).length === 1;

  it.each([
    ['OPENIA_API_KEY', 'OPENAI_API_KEY'],
    ['OPENAI_APIKEY', 'OPENAI_API_KEY'],
    ['OPENAI_API_KEYS', 'OPENAI_API_KEY'],
    ['openai_api_key', 'OPENAI_API_KEY'],
    ['OPENAI-API-KEY', 'OPENAI_API_KEY'],
    ['REDIS_URI', 'REDIS_URL'],
    ['port', 'PORT'],
  ])('%s is taken for %s', (present, meant) => {
    expect(find(present, meant)).toBe(true);
  });

  it.each([
    ['PATH', 'PORT'],
    ['HOME', 'HOST'],
    ['GROQ_KEY', 'GROQ_API_KEY'],
    ['OPENAI_API_KEY\u001B', 'OPENAI_API_KEY'],
  ])('%j is not taken for %s', (present, meant) => {
    expect(find(present, meant)).toBe(false);
  });

  it('are not looked for among variables that a schema knows', () => {
    expect(findMisspelt(['KEY_PART_2'], ['KEY_PART_1'], new Set(['KEY_PART_1', 'KEY_PART_2']))).toEqual([]);
  });

  it('are taken for the nearest', () => {
    const missing = ['KEY_PART_12', 'KEY_PART_21'];
    expect(findMisspelt(['KEY_PART_211'], missing, new Set(missing))).toEqual([
      { found: 'KEY_PART_211', meant: 'KEY_PART_21' },
    ]);
  });
});

function asMatch<Part extends { readonly problem: RegExp }>(part: Part) {
  // Vitest types its matcher as any; it stands for the text.
  return { ...part, problem: expect.stringMatching(part.problem) as unknown };
}
