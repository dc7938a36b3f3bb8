import type { Lexicon } from './lexicon.js';

export const it: Lexicon = {
  language: 'it',
  stopWords:
    'il|lo|la|i|gli|le|un|uno|una|di|del|della|dei|delle|degli|e|è|sono|era|che|chi|cosa|in|nel|nella|per|con|su|sul|sulla|non|si|al|alla|come|più|questo|questa|quello|io|tu|mi|ti|ci|mio|mia|quale|quali|quando|dove|perché|quanto|quanti|quante|ha|hanno|essere|puoi|fa|tra|fra|ai|tutti|ho|da|qual|stata|stato|sto|stai',
  cues: {
    'asks to translate': 'traduci|traduca|tradurre|traduzione|come si dice|come si dicono',
    'asks for a summary':
      'riassumi|riassumere|riassunto|sintesi|sintetizza|punti chiave|punti principali|in poche righe|in una frase|in breve|accorcia',
    'points at a text':
      'questo testo|il testo|seguente testo|testo|questo articolo|articolo|documento|relazione|riunione|verbale',
    'asks to write': 'scrivi|scriva|componi|inventa|crea|immagina|racconta|descrivi|redigi|prepara',
    'asks for ideas': 'raccontami|inventa|dammi idee|dammi un idea|suggerisci|immagina di',
    'names a form of text':
      'poesia|storia|racconto|canzone|barzelletta|slogan|lettera|email|e mail|mail|discorso|haiku|romanzo|scena|dialogo|titolo|tema|saggio|invito|messaggio|favola|biglietto di auguri',
    'asks for another tone':
      'più formale|più gentile|più professionale|riscrivi|correggi il mio testo|nello stile di',
    'asks to compare':
      'confronta|confronto|paragona|differenza|differenze|vantaggi e svantaggi|pro e contro|rispetto a|versus|vs|meglio di|cosa è meglio|è meglio|somiglianze',
    'uses a comparative': 'meglio|migliore|peggio|maggiore|minore|più grande|più veloce|più economico',
    'offers a choice': 'o|oppure',
    'speaks of programs':
      'funzione|codice|programma|script|ciclo|variabile|classe|database|query|algoritmo|errore|server|file|stringa|array|metodo|api|rinomina',
    'asks for work on code':
      'implementa|correggi|programma|ottimizza|installa|configura|scrivi una funzione|scrivi uno script',
    'asks to calculate':
      'calcola|calcolare|risolvi|quanto fa|quanto fanno|diviso|per cento|più|meno|moltiplicato|dimostra|derivata|integrale|radice quadrata|arrotonda|converti|fattorizza',
    'names a mathematical thing':
      'sconto|metà di|terzo di|equazione|area|perimetro|raggio|cerchio|triangolo|percentuale|probabilità|numero primo|frazione|volume|media|matrice|angolo|interesse|quadrato',
    'asks for a quantity': 'quanto|quanti|quante|quanta',
    'asks why': 'come si spiega|che cosa spiega|cosa c è dietro|perché|per quale motivo|come mai',
    'asks for analysis':
      'analizza|analisi|valuta|conseguenze|cause|effetti|impatto|influenza|ragioni|strategia|rischi|interpreta|ruolo|cosa succederebbe|discuti|tendenze|commenta',
    'asks for advice':
      'dovrei|dovremmo|conviene|consiglio|consigli|vale la pena|cosa faresti|come potrei|come possiamo|mi consigli',
    'begins as a question':
      'chi|che cosa|cosa|quando|dove|quale|quali|qual|come|quanto|quanti|quante|in che|elenca|dimmi',
    'asks yes or no': 'è|sono|esiste|ha|può|c è',
    'asks for a definition':
      'definisci|definizione|cosa significa|cos è|che cos è|spiega|spiegami|significato',
    'asks how it works': 'come funziona|come funzionano|come si fa|come posso|ricetta|come preparare',
    'asks for a fact':
      'capitale|popolazione|abitanti|meteo|tempo fa|orari|prezzo|costa|notizie|presidente|inventato|scoperto|fondata|fondato|nato|morto|scritto|anno|che ore|più alto|vinto|biglietto|attuale',
    'is small talk':
      'ciao|buongiorno|buonasera|buonanotte|grazie|grazie mille|arrivederci|a domani|come stai|come va|chi sei|cosa sai fare|piacere|prego|va bene|perfetto|ottimo|sì|no|scusa|mi dispiace|buon anno|tutto bene|mi chiamo|puoi aiutarmi',
    greets: 'ciao|buongiorno|grazie|buonasera',
    'speaks to the assistant': 'sei un|ti piace|hai sentimenti|mi sento|sono stanco|sono triste',
    polite:
      'per favore|puoi|potresti|può|potrebbe|ciao|vorrei|mi serve|ho bisogno di|aiutami a|e|allora|dimmi|mi|un|una|il|la|fammi|fammi un',
    'states something': 'il|la|lo|i|le|mio|mia|un|una',
    demanding:
      'analizza|valuta|strategia|dimostra|dettagliato|passo dopo passo|e come|e perché|conseguenze|progetta|implementa|discuti|rischi',
    live: 'in questo momento|adesso|ora|che ore|tasso di cambio|in diretta|traffico|ritardo',
    daily: 'oggi|stasera|ieri|domani|notizie|questa settimana|fine settimana|meteo|tempo fa',
    slow: 'attuale|attualmente|ultimo|ultima versione|presidente|popolazione|prezzo|costa|orari|biglietto|record|legge|tasse',
  },
  languageNames: {
    after: 'in|dal|dall|all|al',
    names:
      'italiano|inglese|tedesco|francese|spagnolo|portoghese|olandese|polacco|russo|ucraino|cinese|giapponese|coreano|arabo|turco|latino|svedese',
  },
};
