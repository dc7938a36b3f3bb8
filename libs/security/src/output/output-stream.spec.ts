import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedSecrets, seeded } from '../../../../test/support/generated-secrets.js';
import { Masker } from '../masking/masker.js';
import { SECRET_PATTERNS } from '../patterns/secret-patterns.js';
import { OutputFilter } from './output-filter.js';

const KNOWN = ['correct horse battery staple', 'pass/wört+"quoted"\nline', 'abcabcabcabd'];
const masker = new Masker({ secrets: KNOWN });
const filters = [
  new OutputFilter({ secrets: masker }),
  new OutputFilter({ secrets: masker, secretPatterns: SECRET_PATTERNS }),
  new OutputFilter({ kinds: ['pii'] }),
  new OutputFilter({ kinds: ['script'] }),
];

const secrets = generatedSecrets(seeded(7)).map(({ text }) => text);
const encoded = KNOWN.flatMap((value) => [
  Buffer.from(value).toString('base64'),
  encodeURIComponent(value),
  Buffer.from(value).toString('hex'),
  JSON.stringify(value),
]);
const personal = [
  'ada@example.org',
  '+44 20 7946 0958',
  '(415) 555-0123',
  '4111 1111 1111 1111',
  'DE89 3704 0044 0532 0130 00',
  '078-05-1120',
];
const script = [
  '<script>alert(1)</script>',
  '<img src=x onerror = alert(1)>',
  '[go](javascript:alert(1))',
  '<a href="java\nscript:alert(1)">',
  '<a href="&#106;avascript:alert(1)">',
  '<a href=" data: text/html,x">',
];
const whole = fc.constantFrom(...secrets, ...KNOWN, ...encoded, ...personal, ...script);
/** Starts and ends of what is looked for, and what may stand between. */
const piece = fc.oneof(
  { weight: 4, arbitrary: whole },
  {
    weight: 3,
    arbitrary: fc
      .tuple(whole, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, from, length]) =>
        text.slice(
          Math.floor(from * text.length),
          Math.floor(from * text.length) + Math.ceil(length * text.length),
        ),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ' ',
      '\n',
      ', ',
      '"',
      '=',
      '(',
      '<',
      'sk-',
      'sk-proj-',
      '-----BEGIN ',
      'eyJ',
      '@',
      '://',
      '+',
      '.',
      '-',
      'java',
      'on',
      'password: ',
      '%3D',
      '\\n',
      '\u001b[32m',
      'token',
      '&#',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\ude00', '😀') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'A1', ' 1', 'x.', '\ud83d\ude00'), fc.integer({ min: 1, max: 400 }))
      .map(([unit, times]) => unit.repeat(times)),
  },
);
const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

function streamed(filter: OutputFilter, text: string, cuts: readonly number[]) {
  const stream = filter.stream();
  const places = [0, ...cuts.map((cut) => Math.floor(cut * text.length)).sort((a, b) => a - b), text.length];
  const pieces = places.slice(1).map((place, index) => stream.push(text.slice(places[index], place)));
  return { pieces: [...pieces, stream.end()], findings: stream.findings };
}

describe('an output stream', () => {
  it('gives what the filter gives for the whole, cut anywhere, with the same findings', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(text, cuts, fc.constantFrom(...filters), (text, cuts, filter) => {
        const { pieces, findings } = streamed(filter, text, cuts);
        const expected = filter.filter(text);
        expect(pieces.join('')).toBe(expected.text);
        expect(findings).toEqual(expected.findings);
      }),
      { numRuns: 4_000 },
    );
  });

  it('gives the same when each character comes alone', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...filters), (text, filter) => {
        const stream = filter.stream();
        const pieces = Array.from({ length: text.length }, (_, index) => stream.push(text.charAt(index)));
        expect(pieces.join('') + stream.end()).toBe(filter.filter(text).text);
      }),
      { numRuns: 400 },
    );
  });

  it('says the same of a key that a password is assigned to, and that grows behind both', () => {
    const key = `sk-proj-${'7c41dDPzJXyragxsqSL80Xfn1GDQ409ydUXFeMHViQo8'.repeat(3)}`;
    for (const filter of filters) {
      const text = `password: ${key}password: `;
      const stream = filter.stream();
      const pieces = [...text].map((character) => stream.push(character));
      expect(pieces.join('') + stream.end()).toBe(filter.filter(text).text);
    }
  });

  it('keeps little back of ordinary text: no more than a few words', () => {
    const prose =
      'The committee met in March, and could not agree on the budget; see section 4 (page 12). '.repeat(40);
    const stream = new OutputFilter({ secrets: masker }).stream();
    let given = 0;
    let most = 0;
    for (const [index, character] of [...prose].entries()) {
      given += stream.push(character).length;
      most = Math.max(most, index + 1 - given);
    }
    expect(most).toBeLessThanOrEqual(64);
    expect(given + stream.end().length).toBe(prose.length);
  });

  it.each([
    ['a key', 'sk-ant-api03-', 'aB3d'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\n', 'MIIEvQIBADANBgkq\n'],
    ['a token', 'eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIx'],
    ['an address', '', 'aaaa'],
    ['a number', '+1', ' 2 3'],
    ['a link', '<a href="', '&#106;'],
  ])('keeps back a bounded part of %s without an end', (_name, start, unit) => {
    const stream = new OutputFilter({ secrets: masker }).stream();
    const text = start + unit.repeat(Math.ceil(100_000 / unit.length));
    let kept = '';
    let size = 0;
    for (let at = 0; at < text.length; at += 1_000) {
      kept += stream.push(text.slice(at, at + 1_000));
      size = at + 1_000;
    }
    const end = stream.end();
    // 16,600 characters are the longest match, of a private key.
    expect(end.length).toBeLessThan(16_700);
    expect(kept + end).toBe(new OutputFilter({ secrets: masker }).filter(text).text);
    expect(size).toBeGreaterThanOrEqual(text.length);
  });

  it('gives nothing out after its end, and never half a character', () => {
    const stream = new OutputFilter().stream();
    const pieces = [stream.push('a\ud83d'), stream.push('\ude00 b'), stream.end()];
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces.join('')).toBe('a😀 b');
    expect([stream.push('more'), stream.end()]).toEqual(['', '']);
  });

  it.each([
    [
      'a literal within a longer one',
      ['ab-cd-ef12 cd34 ab-cd12', 'ab-cd-ef', 'ab-cd-e12', 'xab-cd-ef1 ab-cd-ef99'],
    ],
    ['a match that begins where another goes on', ['key-aaaaxzzbbbbbb!', 'key-aaaazzbbbbbb zzcccccc']],
  ])('gives the same for %s, cut anywhere', (_name, texts) => {
    const filter = new OutputFilter({
      kinds: ['secret'],
      secretPatterns: [
        {
          id: 'nested',
          prefilter: ['ab-cd-ef', 'cd'],
          starts: 'anywhere',
          expression: /(?:ab-cd-ef|cd)\d{2}/,
          characters: String.raw`\w-`,
          maxLength: 10,
        },
        {
          id: 'long',
          prefilter: 'key-',
          starts: 'word',
          expression: /key-[a-z]{4}/,
          characters: 'a-z-',
          maxLength: 8,
          rest: 'a-z',
        },
        { id: 'inner', prefilter: 'zz', starts: 'anywhere', expression: /zz[a-z]{6}/, maxLength: 8 },
      ],
    });
    for (const text of texts) {
      const expected = filter.filter(text).text;
      for (let cut = 0; cut <= text.length; cut++) {
        const stream = filter.stream();
        const halves = stream.push(text.slice(0, cut)) + stream.push(text.slice(cut)) + stream.end();
        expect(halves, `cut at ${cut}`).toBe(expected);
      }
      const stream = filter.stream();
      const pieces = Array.from(text, (character) => stream.push(character));
      expect(pieces.join('') + stream.end()).toBe(expected);
    }
  });
});
