import type { Lexicon } from './lexicon.js';

export const pt: Lexicon = {
  language: 'pt',
  stopWords:
    'o|a|os|as|um|uma|uns|de|do|da|dos|das|e|é|são|era|que|quê|quem|em|no|na|nos|nas|por|para|com|não|se|ao|à|como|mais|este|esta|isto|esse|essa|eu|tu|você|me|te|meu|minha|qual|quais|quando|onde|porque|quanto|quantos|quantas|há|está|estão|ser|fazer|posso|pode|muito|tem|foi|ontem|pelo|pela|sobre|seu|sua|ou',
  cues: {
    'asks to translate': 'traduza|traduz|traduzir|tradução|como se diz|como digo',
    'asks for a summary':
      'resuma|resume|resumo|resumir|pontos principais|pontos chave|em poucas palavras|em uma frase|em duas frases|sintetize|síntese|encurte',
    'points at a text':
      'este texto|o texto|texto abaixo|seguinte texto|texto|este artigo|artigo|relatório|documento|reunião|ata',
    'asks to write': 'escreva|escreve|redija|componha|invente|crie|imagine|conte|descreva|elabore',
    'asks for ideas': 'conte me|conta me|invente|dê me ideias|me dê ideias|sugira|imagine que',
    'names a form of text':
      'poema|poesia|história|conto|canção|piada|slogan|carta|email|e mail|discurso|haicai|romance|cena|diálogo|título|redação|ensaio|convite|mensagem|letra de música',
    'asks for another tone':
      'mais formal|mais educado|mais profissional|reescreva|corrija meu texto|no estilo de',
    'asks to compare':
      'compare|compara|comparar|comparação|diferença|diferenças|vantagens e desvantagens|prós e contras|versus|vs|melhor que|melhor do que|o que é melhor|qual é melhor|semelhanças',
    'uses a comparative': 'melhor|pior|maior|menor|mais rápido|mais barato|mais caro',
    'offers a choice': 'ou',
    'speaks of programs':
      'função|código|programa|script|laço|variável|classe|banco de dados|consulta|algoritmo|erro|servidor|arquivo|ficheiro|string|lista|método|api|csv',
    'asks for work on code':
      'implemente|corrija|depure|programe|otimize|instale|configure|escreva uma função',
    'asks to calculate':
      'calcule|calcula|calcular|resolva|resolve|quanto é|quanto são|dividido por|por cento|vezes|mais|menos|demonstre|prove|derivada|integral|raiz quadrada|arredonde|converta|fatore',
    'names a mathematical thing':
      'equação|área|perímetro|raio|círculo|triângulo|porcentagem|percentagem|probabilidade|número primo|fração|volume|média|matriz|ângulo|juros|quadrado',
    'asks for a quantity': 'quanto|quantos|quantas|quanta',
    'asks why':
      'como se explica|o que explica|o que está por trás|por que|por quê|porque|porquê|qual a razão',
    'asks for analysis':
      'analise|análise|avalie|consequências|causas|efeitos|impacto|influência|razões|estratégia|riscos|interprete|papel|o que aconteceria|discuta|tendências|afeta|influencia',
    'asks for advice':
      'devo|deveria|devemos|vale a pena|conselho|conselhos|o que você faria|recomenda|como poderia|como podemos',
    'begins as a question':
      'quem|o que|que|quando|onde|qual|quais|como|quanto|quantos|quantas|em que|diga|liste|cite',
    'asks yes or no': 'é|são|existe|tem|há|pode',
    'asks for a definition':
      'defina|definição|o que significa|o que é|o que é um|o que é uma|explique|significado',
    'asks how it works': 'como funciona|como funcionam|como fazer|como se faz|como posso|receita',
    'asks for a fact':
      'capital|população|habitantes|clima|tempo está|horário|preço|custa|notícias|presidente|inventou|descobriu|fundou|nasceu|morreu|escreveu|ano|que horas|mais alto|mais longo|ganhou|jogo|câmbio|atual',
    'is small talk':
      'oi|olá|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|tchau|até logo|até amanhã|tudo bem|como vai|como você está|quem é você|o que você sabe fazer|prazer|de nada|certo|ótimo|perfeito|sim|não|desculpe|feliz ano novo|e aí|pode me ajudar|meu nome é',
    greets: 'oi|olá|bom dia|obrigado|obrigada',
    'speaks to the assistant': 'você é|você tem|você gosta|me sinto|estou cansado|estou triste',
    polite:
      'por favor|você pode|pode|poderia|você poderia|oi|olá|quero|gostaria de|preciso de|preciso|ajude me a|me ajude a|e|então|um|uma|o|a|faça|faça um|me',
    'states something': 'o|a|os|as|meu|minha|ele|ela|um|uma',
    demanding:
      'analise|avalie|estratégia|demonstre|detalhado|passo a passo|e como|e por que|consequências|projete|implemente|discuta|riscos',
    live: 'agora|neste momento|no momento|que horas|câmbio|cotação|ao vivo|trânsito|atraso',
    daily: 'hoje|esta noite|ontem|amanhã|notícias|esta semana|fim de semana|clima',
    slow: 'atual|atualmente|último|última versão|presidente|população|preço|custa|horário|salário mínimo|recorde|lei|imposto',
  },
  languageNames: {
    after: 'em|para o|para|ao|do',
    names:
      'português|inglês|alemão|francês|espanhol|italiano|holandês|polonês|polaco|russo|ucraniano|chinês|japonês|coreano|árabe|turco|latim|sueco',
  },
};
