import type { Lexicon } from './lexicon.js';

export const tr: Lexicon = {
  language: 'tr',
  stopWords:
    've|bir|bu|şu|için|ile|ne|nedir|kim|kimdir|nerede|nasıl|neden|niçin|hangi|kaç|mi|mı|mu|mü|de|da|ben|sen|biz|var|yok|çok|daha|en|gibi|olarak|ama|veya|bana|lütfen|değil|olan',
  cues: {
    'asks to translate': 'çevir|çevirir|tercüme|çevirisi|nasıl denir|nasıl söylenir',
    'asks for a summary': 'özetle|özet|özeti|kısaca|ana noktalar',
    'points at a text': 'metni|bu metni|makaleyi|yazıyı|raporu',
    'asks to write': 'yaz|oluştur|uydur',
    'names a form of text': 'şiir|hikaye|hikâye|masal|şarkı|fıkra|slogan|mektup|konuşma|davetiye',
    'asks to compare': 'karşılaştır|karşılaştırma|fark|farkı|farklar|avantajları|arasındaki fark',
    'uses a comparative': 'daha iyi|daha büyük|daha hızlı|daha ucuz',
    'speaks of programs': 'fonksiyon|fonksiyonu|kod|kodu|döngü|veritabanı|algoritma|sınıf',
    'asks to calculate': 'hesapla|çöz|kaç eder|çarpı|bölü|artı|eksi|karekökü|türevi|yüzde',
    'names a mathematical thing': 'denklem|denklemi|alanı|yarıçap|üçgen|olasılık',
    'asks why': 'neden|niçin|niye',
    'asks for analysis': 'analiz|değerlendir|sonuçları|nedenleri|etkisi|etkileri|strateji|riskler',
    'begins as a question': 'kim|ne|nerede|hangi|kaç|ne zaman|nasıl',
    'asks for a definition': 'nedir|ne demek|tanımla|açıkla',
    'asks for a fact': 'başkenti|nüfusu|hava durumu|fiyatı|haberler|kimdir|kim yazdı|ne zaman',
    'is small talk':
      'merhaba|selam|günaydın|iyi akşamlar|iyi geceler|teşekkürler|teşekkür ederim|nasılsın|naber|hoşça kal|kimsin',
    polite: 'lütfen|bana',
    demanding: 'analiz|değerlendir|strateji|kanıtla|adım adım',
    live: 'şu anda|şimdi|saat kaç|kuru',
    daily: 'bugün|bu akşam|dün|yarın|haberler|hava durumu',
    slow: 'güncel|son sürüm|fiyatı|nüfusu|cumhurbaşkanı',
  },
};
