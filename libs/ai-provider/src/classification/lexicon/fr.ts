import type { Lexicon } from './lexicon.js';

export const fr: Lexicon = {
  language: 'fr',
  stopWords:
    'le|la|les|un|une|des|du|de|et|est|sont|était|que|qui|quoi|dans|pour|sur|avec|par|pas|plus|ce|cette|ces|il|elle|nous|vous|ils|elles|je|tu|mon|ma|mes|ton|votre|notre|quel|quelle|quels|quelles|comment|pourquoi|où|quand|combien|à|au|aux|en|ou|se|sa|son|ses|l|qu|être|avoir|fait|peux|pouvez|moi|font|dit|leur|ne|comme',
  cues: {
    'asks to translate':
      'ça veut dire quoi en|que veut dire|traduis|traduisez|traduire|traduction|comment dit on|comment on dit|comment se dit|que veut dire en',
    'asks for a summary':
      'résume|résumez|résumé|résumer|synthèse|points clés|points principaux|en deux phrases|en trois phrases|en une phrase|raccourcis|en bref|idées principales|condense|grandes lignes',
    'points at a text':
      'ce texte|le texte|texte suivant|cet article|article|ce rapport|rapport|ce document|réunion|compte rendu|paragraphe|texte',
    'asks to write':
      'écris|écrivez|rédige|rédigez|compose|composez|invente|inventez|imagine|crée|raconte|propose|décris',
    'asks for ideas':
      'raconte moi|invente|donne moi des idées|donne moi une idée|propose moi|trouve un nom|imagine que',
    'names a form of text':
      'poème|poésie|histoire|conte|chanson|blague|slogan|lettre|courriel|mail|email|e mail|discours|haïku|roman|scène|dialogue|titre|rédaction|dissertation|invitation|lettre de motivation|nouvelle|fiche produit|carte de vœux|message|tweet',
    'asks for another tone':
      'plus formel|plus poli|plus amical|plus professionnel|reformule|corrige mon texte|à la manière de|dans le style de',
    'asks to compare':
      'compare|comparez|comparer|comparaison|différence|différences|avantages et inconvénients|avantages|par rapport à|versus|vs|quel est le meilleur|points communs|mieux que',
    'uses a comparative':
      'mieux|meilleur|meilleure|pire|plus grand|plus grande|plus rapide|moins cher|plus cher|préférable',
    'offers a choice': 'ou',
    'speaks of programs':
      'fonction|requête|script|code|programme|boucle|tableau|variable|classe|base de données|algorithme|erreur|serveur|fichier|chaîne de caractères|trier|méthode|objets|api|bibliothèque',
    'asks for work on code':
      'implémente|corrige|débogue|programme|optimise|installe|configure|écris une fonction',
    'asks to calculate':
      'calcule|calculez|calculer|résous|résoudre|résolvez|combien font|combien fait|fois|divisé par|plus|moins|démontre|démontrez|dérivée|intégrale|racine carrée|arrondis|factorise|convertis|pour cent|prouve',
    'names a mathematical thing':
      'nouveau prix|prix initial|soldé|remise de|réduction de|moitié|équation|aire|périmètre|rayon|triangle|cercle|carré|pourcentage|probabilité|nombre premier|fraction|volume|moyenne|matrice|fonction dérivée|angle|intérêt',
    'asks for a quantity': 'combien',
    'asks why':
      'comment expliquer|comment s explique|comment explique t on|qu y a t il derrière|pourquoi|pour quelle raison|comment se fait il',
    'asks for analysis':
      'analyse|analysez|évalue|évaluez|conséquences|causes|effets|impact|influence|raisons|stratégie|risques|discutez|critique|interprète|enjeux|rôle|que se passerait il|commentez|arguments|tendances',
    'asks for advice':
      'dois je|devrais je|devons nous|devrait on|est ce que je devrais|conseils|conseil|que ferais tu|vaut il la peine|comment pourrait|comment améliorer|recommandes tu',
    'begins as a question':
      'qui|que|quoi|quand|où|quel|quelle|quels|quelles|comment|combien|qu est ce|dans quel|en quelle|cite|nomme|donne moi la',
    'asks yes or no': 'est ce|est ce que|y a t il|a t il|existe|peut on',
    'asks for a definition':
      'définis|définition|que signifie|que veut dire|qu est ce que|qu est ce qu un|qu est ce qu une|c est quoi|explique|explique moi|sigle',
    'asks how it works':
      'comment fonctionne|comment marche|comment faire|comment préparer|recette|comment fait on',
    'asks for a fact':
      'capitale|population|habitants|météo|temps fait il|horaires|heures d ouverture|prix|coûte|coûte t il|nouvelles|actualités|président|inventé|découvert|fondé|né|mort|écrit|année|quelle heure|plus haut|plus long|gagné|taux de change|actuel',
    'is small talk':
      'bonjour|bonsoir|salut|coucou|merci|merci beaucoup|au revoir|à bientôt|à demain|bonne nuit|bonne journée|comment ça va|ça va|comment vas tu|comment allez vous|qui es tu|que sais tu faire|enchanté|enchantée|de rien|d accord|super|parfait|génial|oui|non|désolé|désolée|bonne année|quoi de neuf|peux tu m aider|tu es',
    greets: 'bonjour|salut|bonsoir|merci',
    'speaks to the assistant': 'es tu|as tu|tu es|je me sens|je suis fatigué|je suis triste|aimes tu',
    polite:
      's il te plaît|s il vous plaît|peux tu|pouvez vous|pourrais tu|pourriez vous|peux tu me|pouvez vous me|bonjour|salut|je voudrais|j aimerais|j ai besoin d|aide moi à|et|alors|dis moi|un|une|le|la|les|l',
    'states something': 'le|la|les|mon|ma|il|elle|nous|ils|un|une',
    demanding:
      'analyse|analysez|évalue|évaluez|stratégie|démontre|démontrez|détaillé|détaillée|étape par étape|et comment|et pourquoi|conséquences|conçois|concevez|implémente|critique|discutez|argumentez|enjeux',
    live: 'en ce moment|maintenant|actuellement en cours|quelle heure|cours de l action|cours du|taux de change|en direct|trafic|retard',
    daily:
      'aujourd hui|ce soir|hier|demain|nouvelles|actualités|cette semaine|week end|météo|temps fait il|ce matin',
    slow: 'actuel|actuelle|actuellement|dernier|dernière|dernière version|président|population|prix|coûte|horaires|salaire minimum|smic|record|loi|impôt|tgv',
  },
  languageNames: {
    after: 'en|vers l|vers le|de l|du|vers',
    names:
      'français|anglais|allemand|espagnol|italien|portugais|néerlandais|polonais|russe|ukrainien|chinois|japonais|coréen|arabe|turc|latin|suédois',
  },
};
