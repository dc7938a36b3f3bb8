import { describe, expect, it } from 'vitest';
import { createEntityExtractor } from './entity-extractor.js';
import { extractEntities } from './extract-entities.js';
import { loadNamedTagger } from './named-tagger.js';

const TEXT = "Dr Laura Chen's team at Microsoft moved from Berlin to Oregon on 3 March 2026, says “Berlin”.";
/** Held in a variable, so that nobody looks for it before the test runs. */
const ABSENT = 'compromise-that-nobody-installed';

describe('the entity extractor', () => {
  it('finds people, places and organisations beside all that the rules find', async () => {
    const extractor = await createEntityExtractor();
    const { entities, namedChars, complete } = await extractor.extract(TEXT);
    expect(entities.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'person: Laura Chen',
      'organisation: Microsoft',
      'place: Berlin',
      'place: Oregon',
      'date: 3 March 2026',
      'quote: “Berlin”',
    ]);
    expect([namedChars, complete]).toEqual([TEXT.length, true]);
    for (const { start, end, text } of entities) expect(TEXT.slice(start, end)).toBe(text);
  });

  it('names the place of an entity in a long text, in which others have their turns', async () => {
    const extractor = await createEntityExtractor();
    const text = `${'The report was late again and nobody knew why. '.repeat(100)}Ask Angela Merkel in Paris.`;
    let turns = 0;
    let working = true;
    const others = (): void => {
      turns++;
      if (working) setImmediate(others);
    };
    setImmediate(others);
    const { entities } = await extractor.extract(text);
    working = false;
    expect(entities.map(({ start, end }) => text.slice(start, end))).toEqual(['Angela Merkel', 'Paris']);
    // 4,700 characters are 30 slices or more.
    expect(turns).toBeGreaterThan(40);
  });

  it('looks for names as far as it may and says so', async () => {
    const extractor = await createEntityExtractor({ maxNamedChars: 30 });
    const found = await extractor.extract('Laura Chen lives in Berlin with Angela Merkel in 12 rooms.');
    expect(found).toMatchObject({ namedChars: 26, readChars: 58, complete: false });
    expect(found.entities.map(({ text }) => text)).toEqual(['Laura Chen', 'Berlin', '12']);
  });

  it('reads ten times as much of a long text as a call that blocks', async () => {
    const text = 'x '.repeat(60_000);
    const extractor = await createEntityExtractor({ names: false });
    const { readChars } = await extractor.extract(text);
    expect([extractEntities(text).readChars, readChars]).toEqual([9_999, 99_999]);
  });

  it('needs no package for the rules alone', async () => {
    const extractor = await createEntityExtractor({ names: false });
    expect(await extractor.extract(TEXT)).toEqual({ ...extractEntities(TEXT), namedChars: 0 });
  });

  it('stops when it is told to', async () => {
    const extractor = await createEntityExtractor();
    const control = new AbortController();
    const extracting = extractor.extract(TEXT.repeat(50), { signal: control.signal });
    control.abort(new Error('no longer wanted'));
    await expect(extracting).rejects.toThrow('no longer wanted');
  });

  it.each(['a'.repeat(50_000), 'Aa'.repeat(25_000), '. '.repeat(10_000), '\ud800\n'.repeat(5_000), ''])(
    'takes a text that is no text',
    async (text) => {
      const extractor = await createEntityExtractor({ maxNamedChars: 100_000 });
      expect((await extractor.extract(text)).entities).toEqual([]);
    },
  );

  it('refuses options that are out of range', async () => {
    await expect(createEntityExtractor({ maxNamedChars: 0 })).rejects.toThrow('maxNamedChars');
    await expect(createEntityExtractor({ maxChars: 1.5 })).rejects.toThrow('maxChars');
  });
});

describe('loading the tagger', () => {
  it('names the package and how to install it where it is absent', async () => {
    const load = async (): Promise<unknown> => {
      try {
        return await import(/* @vite-ignore */ ABSENT);
      } catch (error) {
        // The message that Node has for the real name.
        throw Object.assign(
          new Error("Cannot find package 'compromise' imported from here", { cause: error }),
          {
            code: 'ERR_MODULE_NOT_FOUND',
          },
        );
      }
    };
    const loading = loadNamedTagger(load);
    await expect(loading).rejects.toMatchObject({
      name: 'MissingPeerError',
      code: 'MISSING_PEER',
      retryable: false,
      details: { package: 'compromise', install: 'npm install compromise' },
    });
    await expect(loading).rejects.toThrow(
      'needs the optional package "compromise", which is not installed. Run: npm install compromise',
    );
  });

  it('lets other failures through', async () => {
    const broken = Object.assign(new Error("Cannot find package 'suffix-thumb'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(loadNamedTagger(() => Promise.reject(broken))).rejects.toBe(broken);
    await expect(loadNamedTagger(() => Promise.resolve({}))).rejects.toThrow('no default export');
  });
});
