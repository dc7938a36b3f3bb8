import type { Lexicon } from './lexicon.js';

export const es: Lexicon = {
  language: 'es',
  stopWords:
    'el|la|los|las|un|una|unos|unas|de|del|y|o|es|son|era|que|qué|en|por|para|con|no|se|su|sus|al|lo|como|cómo|más|este|esta|esto|ese|esa|yo|tú|mi|mis|tu|me|te|nos|cuál|cuáles|quién|quiénes|cuándo|dónde|cuánto|cuántos|cuánta|cuántas|hay|está|están|ser|estar|hacer|hago|puedo|puedes|muy|tiene|gusta|sobre|entre|fue',
  cues: {
    'asks to translate':
      'qué quiere decir en|traduce|traduzca|traducir|tradúceme|traducción|cómo se dice|cómo se dicen|cómo digo',
    'asks for a summary':
      'resume|resuma|resumen|resumir|resúmeme|puntos clave|puntos principales|ideas principales|en una frase|en dos frases|en pocas palabras|acorta|síntesis|en cinco líneas',
    'points at a text':
      'este texto|el texto|siguiente texto|este artículo|siguiente artículo|artículo|este informe|informe|documento|esta reunión|reunión|párrafo|texto',
    'asks to write':
      'escribe|escriba|escríbeme|redacta|compón|inventa|crea|imagina|cuenta|describe|propón|elabora',
    'asks for ideas': 'cuéntame|inventa|dame ideas|dame una idea|sugiere|sugiéreme|imagina que|piensa en',
    'names a form of text':
      'poema|poesía|cuento|historia|canción|chiste|eslogan|lema|carta|correo|email|e mail|discurso|haiku|novela|escena|diálogo|título|ensayo|invitación|mensaje|felicitación|descripción de producto|tuit|guion',
    'asks for another tone':
      'más formal|más amable|más profesional|reescribe|corrige mi texto|al estilo de|más cortés',
    'asks to compare':
      'compara|compare|comparar|comparación|diferencia|diferencias|ventajas y desventajas|ventajas|pros y contras|versus|vs|qué es mejor|cuál es mejor|mejor que|en qué se diferencian|se diferencia|semejanzas',
    'uses a comparative':
      'mejor|peor|mayor|menor|más grande|más rápido|más barato|más caro|más sano|preferible',
    'offers a choice': 'o',
    'speaks of programs':
      'función|código|programa|script|bucle|variable|clase|base de datos|consulta|algoritmo|error|servidor|archivo|cadena|lista|método|api|arreglo|print',
    'asks for work on code':
      'implementa|corrige|depura|programa|optimiza|instala|configura|escribe una función|arregla',
    'asks to calculate':
      'calcula|calcule|calcular|resuelve|resolver|cuánto es|cuánto son|por ciento|dividido|dividido entre|multiplicado por|más|menos|demuestra|derivada|integral|raíz cuadrada|redondea|factoriza|convierte|de cada',
    'names a mathematical thing':
      'descuento|mitad de|tercio|ecuación|área|perímetro|radio|círculo|triángulo|porcentaje|probabilidad|número primo|fracción|volumen|media|matriz|ángulo|interés|cuadrado',
    'asks for a quantity': 'cuánto|cuántos|cuánta|cuántas',
    'asks why': 'cómo se explica|qué hay detrás|a qué se debe|por qué|cuál es la razón',
    'asks for analysis':
      'analiza|analice|análisis|evalúa|evalúe|consecuencias|causas|efectos|impacto|influencia|razones|estrategia|riesgos|interpreta|papel|rol|qué pasaría si|discute|argumentos|tendencias|valora|influye|afecta',
    'asks for advice':
      'debería|deberíamos|debo|conviene|consejo|consejos|vale la pena|qué harías|recomiendas|cómo podría|cómo podemos|cómo puedo mejorar',
    'begins as a question':
      'quién|quiénes|qué|cuándo|dónde|cuál|cuáles|cómo|cuánto|cuántos|cuántas|en qué|de qué|dime|nombra|enumera',
    'asks yes or no': 'es|son|hay|existe|está|tiene|puede',
    'asks for a definition':
      'define|definición|qué significa|qué es un|qué es una|qué es|significado|explica|explícame|siglas',
    'asks how it works': 'cómo funciona|cómo funcionan|cómo se hace|cómo puedo|cómo preparar|receta',
    'asks for a fact':
      'capital|población|habitantes|clima|tiempo hace|horario|precio|cuesta|noticias|presidente|inventó|descubrió|fundó|nació|murió|escribió|año|qué hora|más alto|más largo|ganó|partidos|tipo de cambio|actual|tiene el cuerpo',
    'is small talk':
      'jaja|jajaja|jeje|qué gracioso|hola|buenos días|buenas tardes|buenas noches|gracias|muchas gracias|adiós|hasta luego|hasta mañana|qué tal|cómo estás|cómo está|quién eres|qué puedes hacer|encantado|encantada|de nada|vale|genial|perfecto|sí|no|perdón|lo siento|feliz año|qué pasa|me llamo|puedes ayudarme|mucho gusto',
    greets: 'hola|gracias|buenos días|buenas tardes',
    'speaks to the assistant':
      'eres|eres un|tienes sentimientos|te gusta|me siento|estoy triste|estoy cansado|estoy aburrido',
    polite:
      'por favor|puedes|podrías|puede|podría|hola|quiero|quisiera|me gustaría|necesito|ayúdame a|y|bueno|dime|me puedes|buenas|un|una|el|la|hazme|hazme un|haz|haz un',
    'states something': 'el|la|los|las|mi|mis|ella|nosotros|un|una',
    demanding:
      'analiza|evalúa|estrategia|demuestra|detallado|detallada|paso a paso|y cómo|y por qué|consecuencias|diseña|implementa|critica|discute|riesgos|argumenta|impacto',
    live: 'ahora mismo|en este momento|ahora|qué hora|tipo de cambio|cotización|en vivo|en directo|tráfico|retraso',
    daily: 'hoy|esta noche|ayer|mañana por|noticias|esta semana|fin de semana|clima|tiempo hace|esta mañana',
    slow: 'actual|actualmente|último|última|presidente|población|precio|cuesta|horario|salario mínimo|récord|ley|impuesto|versión|alquilar',
  },
  languageNames: {
    after: 'al|en|del|a',
    names:
      'español|inglés|alemán|francés|italiano|portugués|holandés|neerlandés|polaco|ruso|ucraniano|chino|japonés|coreano|árabe|turco|latín|sueco|castellano',
  },
};
