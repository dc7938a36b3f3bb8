import { readFileSync } from 'node:fs';
import {
  exitCodeOf,
  FINDING_CATALOGUE,
  renderReport,
  type DoctorReport,
  type Finding,
  type FindingId,
  type FindingSource,
  type ReportFormat,
  type ValidationResult,
} from '@hydrogenai/config-validator';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, it } from 'vitest';

// The keys of the catalogue are its ids.
const IDS = Object.keys(FINDING_CATALOGUE) as FindingId[];

const standard = (name: string): string =>
  readFileSync(new URL(`fixtures/standards/${name}`, import.meta.url), 'utf8');

const one = (id: FindingId, parts: Partial<Finding> = {}): Finding => ({
  id,
  severity: FINDING_CATALOGUE[id].severity,
  status: 'fail',
  subject: 'DATABASE_URL',
  problem: 'The server refuses user or password.',
  action: 'Correct them in the address.',
  source: { kind: 'environment' },
  ...parts,
});

const result = (findings: readonly Finding[]): ValidationResult => {
  const open = (severity: Finding['severity']): readonly Finding[] =>
    findings.filter((each) => each.severity === severity && ['fail', 'unknown'].includes(each.status));
  const errors = open('critical');
  return {
    isValid: errors.length === 0,
    health: errors.length === 0 ? 'degraded' : 'unhealthy',
    errors,
    warnings: open('warning'),
    recommendations: open('recommendation'),
    findings,
  };
};

const reportOf = (findings: readonly Finding[], parts: Partial<DoctorReport> = {}): DoctorReport => {
  const failOn = parts.failOn ?? 'critical';
  return {
    result: result(findings),
    ms: 2_140,
    at: Date.UTC(2027, 0, 31, 2, 0, 0),
    failOn,
    exitCode: exitCodeOf(result(findings), failOn),
    version: '1.2.3',
    declaredIn: '/checkout/apps/door/dist/configuration.js',
    folder: '/checkout/apps/door',
    root: '/checkout',
    ...parts,
  };
};

const plain = { columns: 100, unicode: true, colours: false };
const pages = new Map(IDS.map((id) => [id, `# ${id}\n\nA page.`]));
const render = (report: DoctorReport, format: ReportFormat, style = plain): string =>
  renderReport(report, format, { style, pages });

const file = (line?: number): FindingSource => ({
  kind: 'file',
  file: '.env',
  ...(line === undefined ? {} : { line }),
});

const MIXED = [
  one('CFG-ENV-000', { subject: 'APP_NAME', status: 'pass' }),
  one('CFG-ENV-009', { subject: 'COLOUR', source: file(2) }),
  one('CFG-PERF-008', { subject: 'REDIS_URL', status: 'skipped' }),
  one('CFG-REACH-004', { subject: 'SEARCH_URL', status: 'unknown', ms: 3_000 }),
  one('CFG-PERF-003', { subject: 'DB_POOL', source: file(7) }),
  one('CFG-ENV-004', { subject: 'LEGACY', status: 'unknown' }),
  one('CFG-REACH-007', { ms: 12, source: file(12) }),
];

/** Whatever findings hold, also what no variable is called. */
const anyFinding = fc.record({
  id: fc.constantFrom(...IDS),
  severity: fc.constantFrom('critical', 'warning', 'recommendation'),
  status: fc.constantFrom('pass', 'fail', 'unknown', 'skipped'),
  subject: fc.string({ unit: 'binary', minLength: 1 }),
  problem: fc.string({ unit: 'binary' }),
  action: fc.string({
    unit: fc.constantFrom('%', ':', ',', '\n', '\r', '<', '&', ']]>', '"', '\u0000', '\uD800'),
  }),
  source: fc.oneof(
    fc.constant({ kind: 'environment' } as const),
    fc.record({
      kind: fc.constant('file' as const),
      file: fc.string({ minLength: 1 }).filter((name) => !name.includes('\0')),
      line: fc.integer({ min: 1, max: 9_999 }),
    }),
  ),
  ms: fc.integer({ min: 0, max: 60_000 }),
}) satisfies fc.Arbitrary<Finding>;

describe('the text', () => {
  it('is read from the worst to the least, and ends with the whole', () => {
    expect(render(reportOf(MIXED), 'text')).toBe(
      [
        'config doctor · 7 checks · 2.1 s',
        '',
        '✖ CFG-REACH-007 DATABASE_URL                                                                 .env:12',
        '    The server refuses user or password.',
        '    → Correct them in the address.',
        '',
        '? CFG-ENV-004   LEGACY                                                               the environment',
        '    The server refuses user or password.',
        '    → Correct them in the address.',
        '',
        '! CFG-PERF-003  DB_POOL                                                                       .env:7',
        '    The server refuses user or password.',
        '    → Correct them in the address.',
        '',
        '? CFG-REACH-004 SEARCH_URL                                                           the environment',
        '    The server refuses user or password.',
        '    → Correct them in the address.',
        '',
        'i CFG-ENV-009   COLOUR                                                                        .env:2',
        '    The server refuses user or password.',
        '    → Correct them in the address.',
        '',
        '✔ 1 passed · 1 skipped · 2 errors, 2 warnings, 1 recommendation   result: unhealthy   exit 3',
        '  More about one: hydrogenai doctor --explain CFG-REACH-007',
        '',
      ].join('\n'),
    );
  });

  it('fits into a narrow terminal, in plain ASCII where the locale wants it', () => {
    const text = render(reportOf(MIXED), 'text', { ...plain, columns: 20, unicode: false });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(text).toMatch(/^\p{ASCII}+$/u);
    expect(text).toContain('    -> Correct them in the address.');
    expect(text).toContain('exit 3');
  });

  it('is the same with colours, apart from them', () => {
    const coloured = render(reportOf(MIXED), 'text', { ...plain, colours: true });
    // oxlint-disable-next-line no-control-regex -- the codes that terminals understand begin with one
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(render(reportOf(MIXED), 'text'));
    expect(coloured).toContain('\u001B[31m✖\u001B[39m');
  });

  it('says what the whole is where nothing is open', () => {
    expect(render(reportOf([one('CFG-ENV-000', { status: 'pass' })]), 'text')).toMatch(
      /^config doctor · 1 check · 2\.1 s\n\n✔ 1 passed {3}result: \w+ {3}exit 0\n$/,
    );
  });

  it('steers no terminal, whatever findings hold', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 5 }), (findings) => {
        expect(render(reportOf(findings), 'text')).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });
});

describe('JSON', () => {
  it('is the whole result with its version, what passed too', () => {
    const report = JSON.parse(render(reportOf(MIXED), 'json')) as unknown;
    expect(report).toEqual({
      schemaVersion: 1,
      tool: { name: 'hydrogenai doctor', version: '1.2.3' },
      at: '2027-01-31T02:00:00.000Z',
      ms: 2_140,
      failOn: 'critical',
      exitCode: 3,
      ...result(MIXED),
    });
  });
});

describe('SARIF', () => {
  // Draft 04, of which this schema uses nothing that draft 07 has changed, apart from the name of its identity.
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(standard('sarif-schema-2.1.0.json')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const faults = (text: string): unknown => (validate(JSON.parse(text)) ? [] : validate.errors);

  it('is valid, whatever findings hold', () => {
    expect(faults(render(reportOf(MIXED), 'sarif'))).toEqual([]);
    expect(faults(render(reportOf([]), 'sarif'))).toEqual([]);
    expect(faults('{"version":"2.1.0"}')).not.toEqual([]);
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 4 }), (findings) => {
        expect(faults(render(reportOf(findings), 'sarif'))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('has level, place, rule and help of each finding, and marks what is excepted', () => {
    const unset = one('CFG-ENV-000', { subject: 'OPTIONAL', status: 'skipped' });
    const { runs } = JSON.parse(render(reportOf([...MIXED, unset]), 'sarif')) as SarifLog;
    const [run] = runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(
      run?.results.map(({ ruleId, ruleIndex, kind, level, locations, suppressions }) => [
        ruleId,
        rules[ruleIndex]?.id,
        kind,
        level,
        locations[0]?.physicalLocation.artifactLocation.uri,
        locations[0]?.physicalLocation.region?.startLine,
        suppressions !== undefined,
      ]),
    ).toEqual([
      ['CFG-REACH-007', 'CFG-REACH-007', 'fail', 'error', 'apps/door/.env', 12, false],
      ['CFG-ENV-004', 'CFG-ENV-004', 'fail', 'error', 'apps/door/dist/configuration.js', undefined, false],
      ['CFG-PERF-003', 'CFG-PERF-003', 'fail', 'warning', 'apps/door/.env', 7, false],
      ['CFG-REACH-004', 'CFG-REACH-004', 'open', 'none', 'apps/door/dist/configuration.js', undefined, false],
      ['CFG-ENV-009', 'CFG-ENV-009', 'fail', 'note', 'apps/door/.env', 2, false],
      ['CFG-PERF-008', 'CFG-PERF-008', 'fail', 'warning', 'apps/door/dist/configuration.js', undefined, true],
    ]);
    expect(rules.every(({ id, help }) => help.markdown === `# ${id}\n\nA page.`)).toBe(true);
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { id: string; help: { markdown: string } }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly kind: string;
      readonly level: string;
      readonly suppressions?: unknown;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

describe('JUnit', () => {
  const schemas = ['JUnit.xsd', 'junit-10.xsd'];
  const faults = async (text: string): Promise<readonly string[]> => {
    const checked = schemas.map((name) =>
      validateXML({ xml: { fileName: 'report.xml', contents: text }, schema: standard(name) }),
    );
    return (await Promise.all(checked)).flatMap(({ errors }) => errors.map(({ message }) => message));
  };

  it('is valid for the Ant tasks and for Jenkins, whatever findings hold', async () => {
    expect(await faults(render(reportOf(MIXED), 'junit'))).toEqual([]);
    expect(await faults(render(reportOf([]), 'junit'))).toEqual([]);
    expect(await faults('<testsuites><testsuite/></testsuites>')).not.toEqual([]);
    // Many at once, because the validator takes long to start.
    const hostile = fc.sample(anyFinding, { numRuns: 300, seed: 20_261_127 });
    expect(await faults(render(reportOf(hostile), 'junit'))).toEqual([]);
  });

  it('fails for what the exit code counts, and for nothing else', () => {
    const count = (report: DoctorReport): unknown => {
      const [, failures, errors, skipped] =
        /failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(render(report, 'junit')) ?? [];
      return [failures, errors, skipped].map(Number);
    };
    expect(count(reportOf(MIXED))).toEqual([1, 1, 1]);
    expect(count(reportOf(MIXED, { failOn: 'warning' }))).toEqual([2, 2, 1]);
    const lines = render(reportOf(MIXED), 'junit').split('\n');
    const failed = lines.filter((line) => line.includes('<failure ') || line.includes('<error '));
    expect(failed).toHaveLength(2);
    expect(failed.join('\n')).toContain(
      'CFG-REACH-007 DATABASE_URL (.env:12): The server refuses user or password. Correct them in the address.',
    );
    expect(lines.filter((line) => line.includes('<testcase '))).toHaveLength(MIXED.length);
  });
});

describe('commands of GitHub', () => {
  it('show each finding beside its line in the checkout', () => {
    expect(render(reportOf(MIXED), 'github').split('\n')).toEqual([
      '::error file=apps/door/.env,line=12,title=CFG-REACH-007 DATABASE_URL::The server refuses user or password.%0ACorrect them in the address.',
      '::error file=apps/door/dist/configuration.js,title=CFG-ENV-004 LEGACY::The server refuses user or password.%0ACorrect them in the address.',
      '::warning file=apps/door/.env,line=7,title=CFG-PERF-003 DB_POOL::The server refuses user or password.%0ACorrect them in the address.',
      '::warning file=apps/door/dist/configuration.js,title=CFG-REACH-004 SEARCH_URL::The server refuses user or password.%0ACorrect them in the address.',
      '::notice file=apps/door/.env,line=2,title=CFG-ENV-009 COLOUR::The server refuses user or password.%0ACorrect them in the address.',
      'config doctor: 2 errors, 2 warnings, 1 recommendation; result: unhealthy; exit 3',
      '',
    ]);
  });

  it('are one line each, and no text of a finding ends its property or begins a command', () => {
    const hostile = one('CFG-ENV-003', {
      subject: 'A,file=x:y%\n::error::',
      problem: 'a%0Ab\r\n::stop-commands::x',
      action: '',
    });
    expect(render(reportOf([hostile]), 'github').split('\n')[0]).toBe(
      '::error file=apps/door/dist/configuration.js,title=CFG-ENV-003 A%2Cfile=x%3Ay%25%0A%3A%3Aerror%3A%3A::a%250Ab%0D%0A::stop-commands::x%0A',
    );
  });
});
