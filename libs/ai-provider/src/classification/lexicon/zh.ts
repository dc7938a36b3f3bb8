import type { Lexicon } from './lexicon.js';

export const zh: Lexicon = {
  language: 'zh',
  stopWords: '',
  unspaced: true,
  cues: {
    'asks to translate': '翻译|译成|用英语怎么说|用英文怎么说|怎么说|翻成|翻譯',
    'names a target language': '成英文|成英语|成中文|成法语|成德语|成日语|成西班牙语|英语怎么',
    'asks for a summary': '总结|概括|摘要|要点|归纳|简述|概述|缩写|總結',
    'points at a text': '这篇|文章|下文|以下内容|报告|会议记录|这段',
    'asks to write': '写一|写首|写篇|创作|编一个|编写|撰写|起草|讲一个|讲个|给我写',
    'names a form of text': '诗|故事|歌词|笑话|口号|邮件|信|演讲稿|小说|作文|文案|标语|童话|贺词|对联',
    'asks for another tone': '润色|改写|更正式|更礼貌|语气',
    'asks to compare': '比较|区别|不同|差异|对比|优缺点|哪个更|哪个好|相比|还是',
    'uses a comparative': '更好|更快|更大|更便宜|更高',
    'speaks of programs': '函数|代码|算法|程序|编程|数组|字符串|数据库|接口|报错|脚本|变量|循环|排序|调试',
    'asks to calculate':
      '各有几|一共|几只|还剩|总共|计算|等于多少|求解|解方程|乘以|除以|加上|减去|平方根|证明|求导|积分|多少分之|百分之',
    'names a mathematical thing': '方程|面积|半径|周长|概率|三角形|圆|质数|体积|平均数|矩阵',
    'asks for a quantity': '多少|几个',
    'asks why': '为什么|为何|怎么会|为啥',
    'asks for analysis': '分析|影响|原因|评价|评估|后果|策略|风险|意义|如何看待|趋势|论述|作用',
    'asks for advice': '应该|值得|建议|怎么办|该不该|要不要',
    'begins as a question': '什么|谁|哪里|哪个|哪些|几|多少|多长|多高|多大|怎么|何时|什么时候|哪年|吗',
    'asks for a definition': '什么是|是什么|定义|的意思|解释|是指',
    'asks how it works': '如何|怎样|怎么做|怎么用|步骤|做法|原理',
    'asks for a fact':
      '首都|人口|天气|价格|新闻|总统|主席|发明|成立|出生|多长|多高|多大|最高|最大|几点|汇率|现任|长城',
    'is small talk':
      '你好|您好|早上好|晚上好|晚安|谢谢|再见|你是谁|你叫什么|最近怎么样|好的|不客气|对不起|新年快乐|哈哈|辛苦了|你能做什么',
    'speaks to the assistant': '你是|你喜欢|你有感情|我好累|我很难过|我很无聊',
    demanding: '分析|评估|论述|策略|证明|详细|设计|实现|逐步|全面|影响',
    live: '现在|此刻|目前|当前|实时|汇率|股价|几点',
    daily: '今天|今晚|昨天|明天|新闻|天气|本周|最新消息',
    slow: '现任|最新|人口|价格|总统|版本|今年|多少钱',
  },
};
