import { describe, expect, it } from 'vitest';
import { readCues } from './cue-reading.policy.js';
import { readText } from './text-reading.policy.js';

describe('readText', () => {
  it('divides words at apostrophes and hyphens, and keeps the names of languages whole', () => {
    expect(readText("What's C# to an e-mail, or C++?").words).toEqual([
      'what',
      's',
      'c#',
      'to',
      'an',
      'e',
      'mail',
      'or',
      'c++',
    ]);
  });

  it('divides words where the script changes to one without blanks', () => {
    expect(readText('用Python写').words).toEqual(['用', 'python', '写']);
  });

  it('knows where sentences and lines begin', () => {
    const { words, sentenceStarts } = readText('Hello. Why so: tell\nme');
    expect([...sentenceStarts].map((index) => words[index])).toEqual(['hello', 'why', 'tell', 'me']);
  });

  it('counts numbers and letters of each script', () => {
    const { numbers, scripts } = readText('3 кг or 12 kg');
    expect(numbers).toBe(2);
    expect([...scripts]).toEqual([
      ['cyrillic', 2],
      ['latin', 4],
    ]);
  });

  it('reads the same number of words of a megabyte as of a page', () => {
    const page = readText('word '.repeat(500));
    const book = readText('word '.repeat(200_000));
    expect(book.words.length).toBe(page.words.length);
    expect(book.length).toBe(1_000_000);
  });
});

const languageOf = (text: string): string => readCues(readText(text)).language;

describe('the language of a question', () => {
  it.each([
    ['en', 'How do I get to the station?'],
    ['de', 'Wie komme ich zum Bahnhof?'],
    ['fr', 'Comment aller à la gare ?'],
    ['es', '¿Cómo llego a la estación?'],
    ['it', 'Come arrivo alla stazione?'],
    ['pt', 'Como chego à estação?'],
    ['nl', 'Hoe kom ik bij het station?'],
    ['pl', 'Jak dojść do dworca?'],
    ['sv', 'Hur kommer jag till stationen?'],
    ['tr', 'İstasyona nasıl giderim?'],
    ['ru', 'Как пройти к вокзалу?'],
    ['uk', 'Як пройти до вокзалу і міста?'],
    ['el', 'Πώς πάω στον σταθμό;'],
    ['he', 'איך מגיעים לתחנה?'],
    ['ar', 'كيف أصل إلى المحطة؟'],
    ['fa', 'چگونه به ایستگاه بروم؟'],
    ['hi', 'स्टेशन कैसे जाऊँ?'],
    ['th', 'ไปสถานีอย่างไร'],
    ['zh', '怎么去火车站？'],
    ['ja', '駅への行き方は？'],
    ['ko', '역에 어떻게 가나요?'],
  ])('is %s for %j', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each(['', '🦆', '12 + 7', 'qwertz', 'purple'])('cannot be told for %j', (text) => {
    expect(languageOf(text)).toBe('und');
  });

  it('is that of the request, not that of the text it brings along', () => {
    expect(languageOf('Please translate this into English: wo ist der nächste Bahnhof?')).toBe('en');
    expect(languageOf('Übersetze bitte: where is the station?')).toBe('de');
  });

  it('is not changed by one foreign name', () => {
    expect(languageOf('What does 駅 mean on a map?')).toBe('en');
  });
});

describe('cues', () => {
  const cuesOf = (text: string): readonly string[] => [...readCues(readText(text)).cues.keys()];

  it('at the beginning of a sentence are found behind politeness only', () => {
    expect(cuesOf('Could you please write it')).toContain('asks to write');
    expect(cuesOf('He could not read or write')).not.toContain('asks to write');
    expect(cuesOf('I am stuck. Write it')).toContain('asks to write');
  });

  it('of another language do not count', () => {
    // Dutch for "or", and for a traffic jam.
    expect(cuesOf('cheapest plan of Spotify')).not.toContain('offers a choice');
    expect(cuesOf('the name of the file')).not.toContain('live');
  });

  it('are found inside a text without blanks', () => {
    expect(cuesOf('请帮我翻译这句话')).toContain('asks to translate');
  });

  it('measure how much of a text is small talk', () => {
    const share = (text: string): number => readCues(readText(text)).smallTalk;
    expect(share('thanks a lot')).toBeGreaterThan(0.3);
    expect(share('good morning')).toBe(1);
    expect(share('what is the boiling point of ethanol')).toBe(0);
  });
});
