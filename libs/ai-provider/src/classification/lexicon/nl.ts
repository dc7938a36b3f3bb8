import type { Lexicon } from './lexicon.js';

export const nl: Lexicon = {
  language: 'nl',
  stopWords:
    'de|het|een|en|is|zijn|was|van|in|op|te|voor|met|dat|die|dit|deze|niet|naar|om|aan|bij|als|ook|wat|wie|waar|wanneer|waarom|hoe|welke|welk|hoeveel|ik|je|jij|u|hij|zij|wij|mijn|jouw|uw|ons|kan|kun|kunt|maar|er|worden|wordt|heeft|hebben|of|tussen|uit|over|staat|drie|zo|geen|mij|alles',
  cues: {
    'asks to translate': 'vertaal|vertalen|vertaling|hoe zeg je|hoe zeg ik|wat betekent in het',
    'asks for a summary':
      'samenvatting|samenvatten|vat|samen|vat samen|kernpunten|belangrijkste punten|in drie zinnen|in één zin|kort samengevat|verkort|hoofdpunten',
    'points at a text':
      'deze tekst|de tekst|volgende tekst|tekst|dit artikel|artikel|verslag|rapport|document|notulen',
    'asks to write': 'schrijf|bedenk|verzin|maak|stel|beschrijf|vertel|formuleer|componeer',
    'asks for ideas': 'bedenk|verzin|vertel me een|geef me ideeën|stel je voor',
    'names a form of text':
      'gedicht|verhaal|sprookje|liedje|lied|grap|mop|slogan|brief|e mail|mail|toespraak|haiku|roman|scène|dialoog|titel|opstel|uitnodiging|bericht|sinterklaasgedicht|rijm|sollicitatiebrief',
    'asks for another tone':
      'beleefder|vriendelijker|formeler|professioneler|herschrijf|verbeter mijn tekst|in de stijl van',
    'asks to compare':
      'vergelijk|vergelijking|vergelijken|verschil|verschillen|voor en nadelen|voordelen|vergeleken met|versus|vs|beter dan|wat is beter|overeenkomsten',
    'uses a comparative': 'beter|slechter|groter|kleiner|goedkoper|sneller|veiliger|hoger|ouder|liever',
    'offers a choice': 'of',
    'speaks of programs':
      'functie|code|programma|script|lus|variabele|klasse|database|query|algoritme|foutmelding|server|bestand|string|array|methode|api|genereert|priemgetallen genereert',
    'asks for work on code':
      'implementeer|programmeer|repareer|debug|optimaliseer|installeer|configureer|schrijf een functie',
    'asks to calculate':
      'bereken|reken|los|hoeveel is|keer|gedeeld door|plus|min|bewijs|afgeleide|integraal|wortel|rond af|procent van|ontbind',
    'names a mathematical thing':
      'vergelijking oplossen|oppervlakte|omtrek|straal|cirkel|driehoek|procent|percentage|kans|priemgetal|breuk|volume|gemiddelde|matrix|hoek|rente|kwadraat',
    'asks for a quantity': 'hoeveel|hoe lang|hoe hoog|hoe ver|hoe oud',
    'asks why': 'hoe verklaar|wat zit er achter|waardoor|waarom|hoe komt het|om welke reden',
    'asks for analysis':
      'analyseer|analyse|beoordeel|evalueer|gevolgen|oorzaken|oorzaak|effecten|invloed|redenen|strategie|risico s|interpreteer|rol|wat zou er gebeuren|bespreek|trends|argumenten',
    'asks for advice':
      'moet ik|zou ik|moeten we|advies|is het de moeite|wat zou jij|raad je|hoe kunnen we|hoe kan ik het beste',
    'begins as a question': 'wie|wat|wanneer|waar|welke|welk|hoe|hoeveel|in welk|in welke|noem|vertel',
    'asks yes or no': 'is|zijn|heeft|bestaat|kan|mag|was',
    'asks for a definition': 'definieer|definitie|wat betekent|wat is een|leg uit|betekenis van|afkorting',
    'asks how it works': 'hoe werkt|hoe werken|hoe maak ik|hoe kan ik|recept',
    'asks for a fact':
      'hoofdstad|inwoners|bevolking|weer|openingstijden|prijs|kost|nieuws|president|koning|uitgevonden|ontdekt|opgericht|geboren|overleden|geschreven|jaar|hoe laat|hoogste|langste|gewonnen|wisselkoers|huidige',
    'is small talk':
      'hallo|hoi|hé|goedemorgen|goedemiddag|goedenavond|goedenacht|welterusten|dank je|dank je wel|dankjewel|bedankt|doei|tot ziens|tot morgen|hoe gaat het|hoe gaat t|alles goed|wie ben je|wat kun je|aangenaam|graag gedaan|oké|prima|mooi|ja|nee|sorry|gelukkig nieuwjaar|kun je me helpen',
    greets: 'hallo|hoi|goedemorgen|bedankt|dank je',
    'speaks to the assistant': 'ben je|heb je|vind je|je bent|ik voel me|ik ben moe|ik ben verdrietig',
    polite:
      'alsjeblieft|alstublieft|kun je|kunt u|kun je me|zou je|zou u|hallo|hoi|ik wil|ik heb|ik wil graag|help me|en|dus|een|de|het|graag',
    'states something': 'de|het|mijn|hij|zij|wij|een',
    demanding:
      'analyseer|beoordeel|evalueer|strategie|bewijs|gedetailleerd|stap voor stap|en hoe|en waarom|gevolgen|ontwerp|implementeer|bespreek|risico s',
    live: 'op dit moment|nu|momenteel|hoe laat|wisselkoers|live|file|vertraging|koers',
    daily: 'vandaag|vanavond|gisteren|morgen|nieuws|deze week|weekend|weer',
    slow: 'huidige|actuele|laatste versie|president|inwoners|prijs|kost|openingstijden|minimumloon|record|wet|belasting|energieprijzen',
  },
  languageNames: {
    after: 'in het|naar het|uit het|in|naar',
    names:
      'nederlands|engels|duits|frans|spaans|italiaans|portugees|pools|russisch|oekraïens|chinees|japans|koreaans|arabisch|turks|latijn|zweeds',
  },
};
