import { describe, expect, it } from 'vitest';
import { CUES } from '../cues.js';
import { LEXICONS, UNSPACED_PHRASES, WORD_INDEX } from './word-index.js';

describe.each(LEXICONS)('the lexicon of $language', (lexicon) => {
  const lists = Object.entries(lexicon.cues);

  it('names cues that exist', () => {
    expect(lists.map(([cue]) => cue).filter((cue) => !Object.hasOwn(CUES, cue))).toEqual([]);
  });

  it('lists each phrase of a cue once, without blanks around it or between bars', () => {
    for (const [cue, list] of lists) {
      const phrases = list.split('|');
      expect([cue, phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at)]).toEqual([cue, []]);
      expect([cue, phrases.filter((phrase) => phrase.trim() === '')]).toEqual([cue, []]);
    }
  });

  it('can greet, compare, summarise, translate and ask why', () => {
    expect(Object.keys(lexicon.cues)).toEqual(
      expect.arrayContaining([
        'is small talk',
        'asks to compare',
        'asks for a summary',
        'asks to translate',
        'asks why',
      ]),
    );
  });
});

describe('the index of words', () => {
  it('finds phrases by their first word, with the words that follow', () => {
    const found = WORD_INDEX.get('good')?.phrases.filter(({ cue }) => cue === 'is small talk') ?? [];
    expect(found.map(({ rest }) => rest.join(' '))).toContain('morning');
  });

  it('builds target languages from names and the words around them', () => {
    const targets =
      WORD_INDEX.get('into')?.phrases.filter(({ cue }) => cue === 'names a target language') ?? [];
    expect(targets.map(({ rest }) => rest.join(' '))).toContain('german');
  });

  it('knows nothing by names of the prototype', () => {
    expect(WORD_INDEX.get('constructor')).toBeUndefined();
    expect(UNSPACED_PHRASES.get('toString')).toBeUndefined();
  });
});
