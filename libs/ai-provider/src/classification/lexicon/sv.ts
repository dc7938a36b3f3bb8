import type { Lexicon } from './lexicon.js';

export const sv: Lexicon = {
  language: 'sv',
  stopWords:
    'och|att|det|den|är|en|ett|som|på|för|med|av|inte|jag|du|han|hon|vi|ni|de|till|från|om|var|vad|vem|när|hur|varför|vilken|vilket|vilka|kan|har|mig|min|mitt|din|ditt|eller|man|så|i|heter',
  cues: {
    'asks to translate': 'översätt|översätta|översättning|hur säger man',
    'asks for a summary': 'sammanfatta|sammanfattning|huvudpunkter|i korthet|i tre meningar',
    'points at a text': 'texten|denna text|artikeln|rapporten',
    'asks to write': 'skriv|hitta på|skapa|beskriv|berätta',
    'names a form of text': 'dikt|berättelse|saga|sång|skämt|brev|tal|inbjudan|slogan|mejl',
    'asks to compare': 'jämför|jämförelse|skillnad|skillnaden|för och nackdelar|versus|vs|bättre än',
    'uses a comparative': 'bättre|sämre|större|mindre|billigare|snabbare',
    'speaks of programs': 'funktion|funktionen|kod|koden|skript|databas|klass|algoritm',
    'asks to calculate': 'beräkna|räkna ut|lös|gånger|delat med|plus|minus|bevisa|roten ur|derivera',
    'names a mathematical thing': 'ekvation|ekvationen|area|radie|triangel|procent|sannolikhet',
    'asks why': 'varför',
    'asks for analysis': 'analysera|analys|konsekvenser|orsaker|effekter|påverkar|strategi|risker|utvärdera',
    'asks for advice': 'borde jag|ska jag|bör vi|råd|är det värt',
    'begins as a question': 'vem|vad|när|var|vilken|vilket|vilka|hur|hur många|hur mycket',
    'asks for a definition': 'definiera|vad betyder|vad är en|vad är ett|förklara',
    'asks how it works': 'hur fungerar|hur gör man|recept',
    'asks for a fact':
      'huvudstad|huvudstaden|befolkning|väder|vädret|pris|kostar|nyheter|president|grundades',
    'is small talk':
      'hej|hejsan|god morgon|god kväll|god natt|tack|tack så mycket|hej då|hur mår du|läget|vem är du',
    polite: 'snälla|kan du|skulle du kunna|jag vill|jag behöver|hjälp mig|och',
    'states something': 'det|den|min|han|hon|vi',
    demanding: 'analysera|utvärdera|strategi|bevisa|steg för steg|konsekvenser',
    live: 'just nu|nu|för närvarande|vad är klockan',
    daily: 'idag|i dag|ikväll|igår|imorgon|nyheter|vädret',
    slow: 'nuvarande|senaste|pris|kostar|befolkning|president',
  },
  languageNames: {
    after: 'till|på|från',
    names: 'svenska|engelska|tyska|franska|spanska|italienska|polska|ryska|kinesiska|japanska|arabiska',
  },
};
