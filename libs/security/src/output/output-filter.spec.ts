import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { generatedSecrets, seeded } from '../../../../test/support/generated-secrets.js';
import { Masker } from '../masking/masker.js';
import { Secret } from '../secret/secret.js';
import { OutputFilter } from './output-filter.js';

const filter = new OutputFilter();
const only = (kind: 'secret' | 'pii' | 'script', text: string): string =>
  new OutputFilter({ kinds: [kind] }).filter(text).text;

describe('an output filter', () => {
  it('leaves an ordinary answer as it is', () => {
    const answer =
      'Paris has 2,102,650 inhabitants (2023).\n\n```ts\nconst onTime = a < b && b > c;\nfetch("https://example.com/v1?x=1#on");\n```\nJavaScript: The Good Parts. Version 10.20.30.40, 2026-11-27, (see 415-5).';
    expect(filter.filter(answer)).toEqual({ text: answer, clean: true, findings: [] });
    expect(filter.check(answer)).toEqual({ clean: true, findings: [] });
  });

  it('says what it has found and how often, and not what or where', () => {
    const [secret] = generatedSecrets(seeded(9));
    const { text, clean, findings } = filter.filter(`${secret?.text} a@b.example c@d.example <script>`);
    expect(text).toBe('[redacted:openai-key] [redacted:email] [redacted:email] &lt;script>');
    expect(clean).toBe(false);
    expect(findings).toEqual([
      { kind: 'pii', rule: 'email', count: 2 },
      { kind: 'script', rule: 'script-element', count: 1 },
      { kind: 'secret', rule: 'openai-key', count: 1 },
    ]);
  });

  it('finds what the masker learns after the filter was made', () => {
    const secrets = new Masker();
    const filter = new OutputFilter({ secrets });
    secrets.add(new Secret('correct horse battery staple', { name: 'db' }));
    expect(filter.filter('it is correct horse battery staple')).toMatchObject({
      text: 'it is [redacted:db]',
      findings: [{ kind: 'secret', rule: 'known-secret', count: 1 }],
    });
  });

  it.each([
    ['an e-mail address', 'write to Ada.Lovelace+x@mail.example.org.', 'write to [redacted:email].'],
    ['an international number', 'call +49 (0)30 1234-5678 now', 'call [redacted:phone] now'],
    [
      'a number of America',
      'call (415) 555-0123 or 415.555.0123',
      'call [redacted:phone] or [redacted:phone]',
    ],
    ['a card', 'card 4111-1111-1111-1111 ok', 'card [redacted:credit-card] ok'],
    ['an account', 'to DE89 3704 0044 0532 0130 00 TODAY', 'to [redacted:iban] TODAY'],
    ['a social security number', 'ssn 078-05-1120.', 'ssn [redacted:us-ssn].'],
  ])('takes out %s', (_name, text, expected) => {
    expect(only('pii', text)).toBe(expected);
  });

  it.each([
    ['a card with a wrong digit', 'card 4111-1111-1111-1112'],
    ['an account with a wrong digit', 'DE88 3704 0044 0532 0130 00'],
    ['a number that was never given', 'ssn 000-12-3456, 666-12-3456'],
    [
      'versions, sums and ids',
      'v1.2.3-4567, 1 + 2 = 3, +5 %, 0193c9d2-6f7e-7c11-a6f0-2f3c6f0a9b11, @Injectable() x@2.1',
    ],
  ])('leaves %s', (_name, text) => {
    expect(only('pii', text)).toBe(text);
  });

  it.each([
    ['<script src=x>', '&lt;script src=x>'],
    ['</SCRIPT >', '&lt;/SCRIPT >'],
    ['<iframe/src=x>', '&lt;iframe/src=x>'],
    ['<img src=x onerror=alert(1)>', '<img src=x blocked-onerror=alert(1)>'],
    ['<svg/onload=alert(1)>', '&lt;svg/blocked-onload=alert(1)>'],
    ['<a href="javascript:alert(1)">', '<a href="blocked:alert(1)">'],
    ['<a href=" JaVa\tScript: alert(1)">', '<a href=" blocked: alert(1)">'],
    ['[x](javascript:alert(1))', '[x](blocked:alert(1))'],
    ['<a href="vbscript:x">', '<a href="blocked:x">'],
    ['<a href="&#106;avascript:alert(1)">', '<a href="blocked:(1)">'],
    ['<a href="java&Tab;script&colon;alert(1)">', '<a href="blocked:(1)">'],
    ['<a href="data:text/html,<b>">', '<a href="blocked:text/html,<b>">'],
    ['<scripture> <b> once = on', '<scripture> <b> once = on'],
  ])('makes script inert: %s', (text, expected) => {
    const inert = only('script', text);
    expect(inert).toEqual(expected);
    expect(only('script', inert)).toBe(inert);
  });

  it('has a version that changes with its rules and with the number of secrets, and tells nothing of their values', () => {
    const version = (...secrets: string[]): string =>
      new OutputFilter({ secrets: new Masker({ secrets }) }).version;
    expect(version()).toMatch(/^[0-9a-f]{12}$/);
    expect(version('first secret value')).toBe(version('other secret value'));
    const different = [
      version(),
      version('a secret value'),
      new OutputFilter({ kinds: ['pii'] }).version,
      new OutputFilter({ secretPatterns: [] }).version,
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(new OutputFilter().version).toBe(version());
  });

  it.each([[[]], [['secrets']], [['secret', 'nothing']]])('refuses the kinds %j', (kinds) => {
    expect(() => new OutputFilter({ kinds: kinds as never })).toThrow(InvalidOptionError);
  });
});
