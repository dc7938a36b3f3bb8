import type { Lexicon } from './lexicon.js';

export const ko: Lexicon = {
  language: 'ko',
  stopWords: '',
  unspaced: true,
  cues: {
    'asks to translate': '번역|옮겨 줘|뭐라고 해|어떻게 말해|영어로 뭐',
    'names a target language': '영어로|한국어로|일본어로|중국어로|프랑스어로|독일어로|스페인어로',
    'asks for a summary': '요약|간추려|요점|정리해|줄여 줘|줄여줘|핵심',
    'points at a text': '이 글|이 기사|다음 글|다음 문장|보고서|회의록|본문',
    'asks to write': '써줘|써 줘|작성해|지어줘|지어 줘|만들어 줘|만들어줘|상상해',
    'names a form of text':
      '시를|동시|소설|이야기|노래|가사|농담|편지|이메일|연설|슬로건|초대장|동화|제목|수필',
    'asks for another tone': '공손하게|격식|고쳐 써|다듬어|바꿔 써',
    'asks to compare': '차이|비교|다른 점|장단점|어느 것이|뭐가 더|더 좋|더 나은',
    'speaks of programs':
      '함수|코드|배열|알고리즘|프로그램|스크립트|데이터베이스|변수|클래스|반복문|정렬|파이썬|자바스크립트|에러|오류|버그',
    'asks to calculate': '계산|구해|풀어|곱하기|나누기|더하기|빼기|제곱근|증명|미분|적분|얼마야',
    'names a mathematical thing': '방정식|넓이|반지름|확률|삼각형|원의|소수|부피|평균|행렬|퍼센트',
    'asks why': '왜|어째서|이유가',
    'asks for analysis': '분석|영향|원인|평가|전략|위험|의의|논하|추세|역할|결과를',
    'asks for advice': '해야 할까|하는 게 좋을까|조언|추천',
    'begins as a question': '무엇|누구|어디|언제|어느|몇|얼마|뭐|인가요|입니까|알려줘|알려 줘',
    'asks for a definition': '이란|정의|뜻|의미|설명해',
    'asks how it works': '방법|만드는 법|원리|어떻게',
    'asks for a fact': '수도|인구|날씨|가격|뉴스|대통령|높이|길이|발명|설립|몇 년|몇 시|환율',
    'is small talk':
      '안녕하세요|안녕하십니까|안녕!|좋은 아침|잘 자|고마워|감사합니다|반가워|반갑습니다|잘 지내|누구세요|너는 누구|미안|새해 복',
    'speaks to the assistant': '당신은|너는|좋아하니|피곤해|외로워|심심해',
    demanding: '분석|평가|전략|증명|자세히|설계|구현|단계별|논하',
    live: '지금|현재|실시간|환율|주가|몇 시',
    daily: '오늘|어제|내일|뉴스|날씨|이번 주',
    slow: '최신|인구|가격|대통령|버전|올해',
  },
};
