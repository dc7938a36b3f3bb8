import type { Lexicon } from './lexicon.js';

export const pl: Lexicon = {
  language: 'pl',
  stopWords:
    'i|w|we|na|z|ze|do|od|o|po|za|się|nie|to|jest|są|był|była|było|że|jak|co|kto|gdzie|kiedy|dlaczego|czy|ile|jaki|jaka|jakie|który|która|które|ja|ty|on|ona|my|wy|mój|moja|twój|ten|ta|te|tym|tego|dla|ale|lub|albo|przez|przed|tak|może|możesz|proszę|mam|oraz|a|między|pod|tę|tekst|u',
  cues: {
    'asks to translate': 'przetłumacz|przetłumaczyć|tłumaczenie|jak powiedzieć|jak się mówi|jak jest po',
    'asks for a summary':
      'streść|streszczenie|podsumuj|podsumowanie|najważniejsze punkty|główne punkty|w trzech zdaniach|w dwóch zdaniach|w jednym zdaniu|w skrócie|skróć',
    'points at a text': 'ten tekst|tekst|ten artykuł|artykuł|raport|dokument|spotkania|protokół|akapit',
    'asks to write': 'napisz|ułóż|wymyśl|stwórz|opisz|opowiedz|zaproponuj|zredaguj|sformułuj',
    'asks for ideas': 'opowiedz mi|wymyśl|podaj pomysły|zaproponuj|wyobraź sobie',
    'names a form of text':
      'wiersz|wierszyk|opowiadanie|historię|bajkę|piosenkę|dowcip|żart|slogan|hasło|list|e mail|maila|mail|przemówienie|haiku|powieść|scenę|dialog|tytuł|esej|rozprawkę|zaproszenie|życzenia|wiadomość',
    'asks for another tone':
      'bardziej formalnie|grzeczniej|przyjaźniej|profesjonalnie|przeredaguj|popraw mój tekst|w stylu',
    'asks to compare':
      'porównaj|porównanie|porównać|różnica|różnice|różni się|różnią się|wady i zalety|zalety i wady|versus|vs|lepszy niż|lepsze niż|co jest lepsze|podobieństwa|w porównaniu',
    'uses a comparative': 'lepszy|lepsza|lepsze|lepiej|gorszy|większy|mniejszy|tańszy|szybszy|wyższy|starszy',
    'offers a choice': 'czy|albo|lub',
    'names a programming tool': 'pythonie|pythona|javie|javascripcie',
    'speaks of programs':
      'funkcję|funkcja|kod|program|skrypt|pętla|pętlę|zmienna|klasa|klasę|baza danych|zapytanie|algorytm|błąd|serwer|plik|listę|tablicę|słowników|metoda|api|posortować',
    'asks for work on code':
      'zaimplementuj|zaprogramuj|popraw|debuguj|zoptymalizuj|zainstaluj|skonfiguruj|napisz funkcję',
    'asks to calculate':
      'oblicz|policz|rozwiąż|ile to|razy|podzielić przez|plus|minus|udowodnij|pochodna|pochodną|całka|całkę|pierwiastek|zaokrąglij|procent z',
    'names a mathematical thing':
      'równanie|pole|obwód|promień|promieniu|koło|koła|trójkąta|trójkąt|prostokąta|procent|prawdopodobieństwo|liczba pierwsza|ułamek|objętość|średnia|macierz|kąt|bokach|odsetki',
    'asks for a quantity': 'ile|jak długo|jak wysoki|jak daleko',
    'asks why': 'jak wytłumaczyć|z czego wynika|dlaczego|czemu|z jakiego powodu',
    'asks for analysis':
      'przeanalizuj|analiza|analizę|oceń|skutki|przyczyny|wpływ|powody|strategia|strategię|ryzyko|zinterpretuj|rola|rolę|co by było|omów|trendy|konsekwencje',
    'asks for advice':
      'czy powinienem|czy powinnam|czy powinniśmy|rada|poradź|czy warto|co byś|jak mogę|jak możemy|polecasz',
    'begins as a question':
      'kto|co|kiedy|gdzie|jaki|jaka|jakie|który|która|które|ile|jak|czyj|w którym|wymień|podaj|skąd',
    'asks yes or no': 'czy',
    'asks for a definition':
      'zdefiniuj|definicja|co oznacza|co znaczy|co to jest|czym jest|wyjaśnij|znaczenie słowa',
    'asks how it works': 'jak działa|jak działają|jak zrobić|jak się robi|przepis',
    'asks for a fact':
      'stolica|stolicą|ludność|mieszkańców|pogoda|godziny otwarcia|cena|kosztuje|wiadomości|prezydent|prezydentem|wynalazł|odkrył|założył|urodził|zmarł|napisał|rok|roku|która godzina|najwyższy|najdłuższy|wygrał|kurs|obecny',
    'is small talk':
      'cześć|hej|dzień dobry|dobry wieczór|dobranoc|dziękuję|dzięki|do widzenia|do jutra|co słychać|jak się masz|jak leci|kim jesteś|co potrafisz|miło mi|nie ma za co|okej|super|świetnie|tak|nie|przepraszam|szczęśliwego nowego roku|możesz mi pomóc',
    greets: 'cześć|hej|dzień dobry|dziękuję',
    'speaks to the assistant': 'jesteś|czy jesteś|lubisz|czuję się|jestem zmęczony|jestem smutny',
    polite:
      'proszę|czy możesz|możesz|czy mógłbyś|cześć|dzień dobry|chcę|chciałbym|chciałabym|potrzebuję|pomóż mi|i|a|no',
    'states something': 'mój|moja|on|ona|my',
    demanding:
      'przeanalizuj|oceń|strategię|udowodnij|szczegółowo|krok po kroku|i jak|i dlaczego|skutki|zaprojektuj|zaimplementuj|omów',
    live: 'teraz|w tej chwili|obecnie|która godzina|kurs|na żywo|korki|opóźnienie',
    daily: 'dzisiaj|dziś|wieczorem|wczoraj|jutro|wiadomości|w tym tygodniu|weekend|pogoda',
    slow: 'obecny|aktualny|aktualnie|najnowsza|prezydent|prezydentem|ludność|cena|kosztuje|godziny otwarcia|rekord|ustawa|podatek',
  },
  languageNames: {
    after: 'na|po|z|w',
    names:
      'polski|polsku|angielski|angielsku|angielskiego|niemiecki|niemiecku|niemieckiego|francuski|francusku|hiszpański|hiszpańsku|włoski|włosku|portugalski|rosyjski|rosyjsku|ukraiński|chiński|japoński|koreański|arabski|turecki|łacinę',
  },
};
