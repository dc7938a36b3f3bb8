import type { Lexicon } from './lexicon.js';

export const de: Lexicon = {
  language: 'de',
  stopWords:
    'der|die|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|ist|sind|war|nicht|mit|für|von|zu|zum|zur|im|auf|aus|bei|nach|über|wie|was|wer|wo|wann|warum|welche|welcher|welches|ich|du|er|sie|es|wir|ihr|mein|meine|dein|unser|kann|kannst|können|bitte|mir|mich|dir|dich|wird|werden|hat|haben|auch|noch|sich|dass|wenn|man|diesen|diese|dieser|dieses|als|um|am|ob|gut|sehr|gerade',
  cues: {
    'asks to translate':
      'übersetze|übersetzen sie|übersetzen|übersetz|übersetzung|wie sagt man|wie heißt|was heißt|was bedeutet auf',
    'asks for a summary':
      'zusammenfassung|zusammenfassen|fasse|fass|zusammen|kürze|kürzen|kurzfassung|wichtigsten punkte|kernaussagen|kernpunkte|stichpunkte|stichpunkten|in drei sätzen|in zwei sätzen|in einem satz|worum geht es',
    'points at a text':
      'folgenden text|diesen text|den text|dieser text|artikel|protokoll|protokolls|bericht|text|dokument|anhang|buch',
    'asks to write':
      'schreibe|schreib|schreiben sie|verfassen sie|verfasse|verfass|entwirf|erstelle|erfinde|dichte|formuliere|beschreibe|erzähl|erzähle|setze fort|schreiben',
    'asks for ideas':
      'erfinde|erzähl mir|erzähle mir|denk dir|nenne mir ideen|schlage mir|schlag mir|ideen für|stell dir vor',
    'names a form of text':
      'gedicht|gedichte|geschichte|märchen|lied|liedtext|witz|slogan|werbespruch|rede|brief|e mail|mail|email|bewerbung|anschreiben|kündigung|einladung|glückwunsch|geburtstagsgruß|titel|roman|szene|dialog|aufsatz|produktbeschreibung|reim|haiku|namen für|tweet|post',
    'asks for another tone':
      'höflicher|freundlicher|förmlicher|professioneller|korrigiere meinen text|formuliere um|umformulieren|im stil von|korrekturlesen',
    'asks to compare':
      'vergleiche|vergleich|vergleichen|unterschied|unterschiede|unterscheiden|unterscheidet|gegenüber|im vergleich|vor und nachteile|vorteile|besser als|versus|vs|was ist besser|gemeinsamkeiten',
    'uses a comparative':
      'besser|schlechter|größer|kleiner|billiger|günstiger|schneller|sicherer|höher|älter|länger|lieber|gesünder',
    'offers a choice': 'oder',
    'speaks of programs':
      'funktion|methode|skript|programm|code|quellcode|fehlermeldung|datenbank|abfrage|klasse|variable|schleife|array|string|branch|repository|schnittstelle|bibliothek|kompilieren|programmieren|liste sortieren|datei einlesen|palindrom|algorithmus|commit|server|api',
    'asks for work on code':
      'implementiere|programmiere|schreibe eine funktion|schreibe ein skript|behebe|korrigiere|debugge|installiere|konfiguriere',
    'asks to calculate':
      'berechne|berechnen sie|lösen sie|berechnen|rechne|löse|mal|plus|minus|geteilt durch|beweise|prozent von|wurzel|ableitung|integral|faktorisiere|runde|leite ab|wie viel ist|wie viel sind|was ist die hälfte|summe|multipliziere|addiere',
    'names a mathematical thing':
      'hälfte von|rabatt|bruchteil|drittel|gleichung|fläche|flächeninhalt|umfang|radius|dreieck|dreiecks|kreis|kreises|rechteck|prozent|wahrscheinlichkeit|primzahl|bruch|volumen|mittelwert|matrix|quadrat|zinsen|winkel|durchmesser',
    'asks for a quantity': 'wie viele|wie viel|wie hoch|wie lange|wie weit|wie alt|wie groß',
    'asks why':
      'wie kam es|wie kommt es|wie erklärt|was steckt hinter|woran liegt|warum|weshalb|wieso|aus welchem grund',
    'asks for analysis':
      'analysiere|analysieren|bewerten|beurteilen|diskutieren|analyse|bewerte|beurteile|erörtere|interpretiere|auswirkungen|auswirkung|folgen|ursachen|ursache|gründe|einfluss|stärken|schwächen|strategie|risiken|bedeutung für|diskutiere|rolle spielt|was passiert wenn|was wäre wenn|trends|argumente|chancen',
    'asks for advice':
      'soll ich|sollte ich|sollen wir|sollten wir|lohnt sich|lohnt es sich|wie sollte|was würdest du|wie kann ich am besten|empfiehlst du|rat|hilf mir bei der planung|wie könnte|wie können wir',
    'begins as a question':
      'wer|was|wann|wo|welche|welcher|welches|welchen|wie|wessen|woher|wohin|nenne|in welchem|in welcher|seit wann|wem|wen',
    'asks yes or no': 'ist|sind|hat|haben|kann|gibt|gibt es|war|darf|wird|muss',
    'asks for a definition':
      'definiere|definition|was bedeutet|was ist ein|was ist eine|was versteht man|erkläre|abkürzung|bedeutung von|wofür steht',
    'asks how it works':
      'wie funktioniert|wie funktionieren|wie mache ich|wie kann man|wie geht|anleitung|rezept für',
    'asks for a fact':
      'hauptstadt|einwohner|wetter|öffnungszeiten|kostet|kosten|preis|nachrichten|wechselkurs|bundespräsident|bundeskanzler|präsident|erfunden|entdeckt|gegründet|geboren|wie hoch ist|wie alt ist|wie viele|höchste|größte|längste|kurs|spiele|aktuelle|aktueller|uhrzeit|wie spät|gewonnen|geschrieben|jahr',
    'is small talk':
      'hallo|hi|hey|moin|servus|guten morgen|guten tag|guten abend|gute nacht|danke|vielen dank|danke schön|dankeschön|tschüss|auf wiedersehen|bis morgen|bis später|wie geht s|wie geht es dir|wie gehts|alles klar|wer bist du|was kannst du|bist du|schönen tag|super|toll|genau|okay|ja|nein|entschuldigung|gern geschehen|prima|freut mich|kannst du mir helfen|für deine hilfe|ich heiße|mir ist langweilig|frohes neues',
    greets: 'hallo|hi|hey|guten morgen|guten tag|guten abend|danke|vielen dank',
    'speaks to the assistant':
      'bist du|hast du|magst du|du bist|ich fühle mich|ich bin müde|ich bin traurig|dir',
    polite:
      'bitte|kannst du|kannst du mir|können sie|können sie mir|könntest du|könnten sie|würdest du|hallo|hi|guten tag|ich möchte|ich brauche|ich will|hilf mir|so|also|und|sag mir|eine|ein|kurze|mal|den|die|das',
    'states something': 'der|die|das|mein|meine|unser|unsere|er|sie|es|wir|ich',
    demanding:
      'analysiere|bewerte|erörtere|strategie|entwirf|implementiere|beweise|ausführlich|detailliert|schritt für schritt|und wie|und warum|auswirkungen|konzept|stärken und schwächen|risiken|abwägen|architektur|diskutiere',
    live: 'gerade|jetzt|im moment|momentan|zurzeit|derzeit|börsenkurs|aktienkurs|wechselkurs|wie spät|uhrzeit|verspätung|stau|live',
    daily:
      'heute|heute abend|gestern|morgen abend|nachrichten|schlagzeilen|diese woche|wochenende|wetter|heutigen|aktuelle nachrichten',
    slow: 'aktuell|aktuelle|aktueller|aktuellen|derzeitige|neueste|kostet|kosten|preis|preise|bundespräsident|bundeskanzler|präsident|einwohner|version|öffnungszeiten|mindestlohn|rekord|gesetz|steuer|elektroauto',
  },
  languageNames: {
    after: 'auf|ins|in|aufs|vom|aus dem|zum',
    names:
      'deutsch|deutsche|englisch|englische|französisch|französische|spanisch|spanische|italienisch|italienische|portugiesisch|portugiesische|niederländisch|niederländische|polnisch|polnische|russisch|russische|ukrainisch|ukrainische|chinesisch|chinesische|japanisch|japanische|koreanisch|koreanische|arabisch|arabische|türkisch|türkische|latein|lateinische|schwedisch|schwedische',
  },
};
