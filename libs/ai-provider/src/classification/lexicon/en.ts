import type { Lexicon } from './lexicon.js';

export const en: Lexicon = {
  language: 'en',
  stopWords:
    'the|a|an|is|are|was|were|of|to|and|in|that|it|for|on|with|as|at|by|this|these|from|or|be|have|has|had|not|but|what|which|who|when|where|why|how|do|does|did|can|could|would|should|will|my|your|our|their|his|her|i|you|we|they|he|she|me|if|there|than|then|about|into|so|no|yes|all|any|give|make|please|between|one|two|three|more|most|some|only|its|am|been|because|again|other|same|another',
  cues: {
    'asks to translate':
      'in two languages|in three languages|in four languages|in five languages|in several languages|in your language|in my language|translate|translation|translations|translated|translatable|how do you say|how do i say|how to say|how would you say|how would i say|how do i write|mean in english|word for|render this|localise|localize|put this into|say this in|native speaker say|subtitle this',
    'asks for a summary':
      "summarize|summarise|summarizing|summarising|summary|summaries|sum up|summing up|tl dr|tldr|recap|gist|key points|key takeaways|takeaways|main points|main ideas|most important points|most important arguments|in a nutshell|condense|shorten|shorter|synopsis|boil this down|boil down|boil it down|distil|distill|reduce this to|abstract for|overview of the|action items|bullet points|bullet point|what did i miss|what is this text about|what's this about|cut it down|essentials|outline of this|in one sentence|in two sentences|in three sentences|break down the following|short version|too long",
    'points at a text':
      'this text|following text|the text|text below|this article|the article|following article|this paragraph|the paragraph|paragraph below|attached|this report|the report|this thread|this chapter|of chapter|chapter below|the discussion|my notes|meeting notes|minutes|transcript|interview|this paper|this document|the document|this contract|reviews|pasted|this email|this e mail|chat log|pull request|abstracts|article|paragraph',
    'asks to write':
      'write|write me|compose|draft|create|make|describe|continue|rephrase|rewrite|invent|imagine|think of|formulate|produce|design',
    'asks for ideas':
      'finish it|finish this|finish the|roast|role play|roleplay|something nice|come up with|make up|brainstorm|suggest a|suggest some|suggest names|give me a name|give me names|give me five names|pitch|imagine you|think of a|pretend|continue this story|tell me a story|tell me a joke|give me an opening',
    'names a form of text':
      'apology|thank you note|announcement|congratulations|thank you card|out of office|resignation|punchline|chorus|plot|character|anecdote|compliment|nickname|nicknames|poem|poems|poetry|sonnet|story|stories|tale|song|lyrics|haiku|limerick|rhyme|verse|slogan|slogans|tagline|motto|caption|joke|jokes|pun|toast|speech|essay|letter|email|e mail|mail|blog post|blog|novel|scene|screenplay|dialogue|title|tweet|linkedin post|instagram|bio|product description|invitation|message|wishes|greeting card|names for|name for|fairy tale|monologue|riddle|advert|advertisement|newsletter|press release|cover letter|board game|tv series|bedtime|obituary|eulogy|wedding|birthday',
    'asks for another tone':
      'sounds more|sound more|sounds less|sound less|more friendly|friendlier|more professional|more formal|more polite|proofread|polish|politely|polite way|rewrite this|rephrase this|in the style of|as if you were|improve my|reword|tone should',
    'asks to compare':
      'help me pick|help me choose|help me decide|came first|worth it over|better off|alternative to|alternatives to|as opposed to|prefer|preferable to|the better choice|which should i|which one should|pick between|cant decide|can t decide|compare|comparing|compared|comparison|versus|vs|difference|differences|differ|differs|different from|pros and cons|advantages and disadvantages|pros cons|advantages of|benefits and drawbacks|similarities|contrast|stack up|distinguishes|distinguish|distinction|which is better|which one is better|better than|weigh them|weigh against|rank|side by side|trade offs between|tradeoffs between|rather use|rather have|which of these|choose between|decide between',
    'uses a comparative':
      'better|worse|bigger|larger|smaller|cheaper|faster|slower|healthier|safer|easier|harder|stronger|heavier|higher|taller|older|longer|more expensive|which one|more reliable|kinder|preferable',
    'offers a choice': 'or',
    'names a programming tool':
      'cron|cron expression|crontab|exit code|localhost|yaml file|ssh key|publickey|stack trace|python|javascript|typescript|java|rust|golang|c#|c++|php|ruby|perl|kotlin|swift|scala|haskell|sql|mysql|postgres|postgresql|sqlite|regex|regexp|regular expression|git|github actions|docker|dockerfile|kubernetes|kubectl|k8s|npm|yarn|pnpm|webpack|vite|pandas|numpy|pytorch|tensorflow|react|angular|svelte|nextjs|next js|nestjs|express|django|flask|fastapi|spring boot|node js|nodejs|deno|bash|shell script|powershell|vim|emacs|css|html|json|yaml|xml|graphql|openapi|rest api|curl|axios|terraform|ansible|nginx|eslint|useeffect|usestate|jest|vitest|pytest|in go|in c|in r|linux command|makefile|ci pipeline|orm|jwt|oauth|websocket|csv',
    'speaks of programs':
      'typeerror|unit testing|lint|build fails|build failed|stack overflow|null|boolean|integer overflow|git rebase|pull request|hash map|tree traversal|big o|mutex|race condition|cache|caching|webhook|webhooks|crash|crashes|crashing|function|functions|method|methods|variable|variables|loop|loops|array|arrays|string|strings|list comprehension|compile|compiles|compiler|stack trace|stacktrace|exception|unit test|unit tests|refactor|bug|debug|code|coding|script|async|await|endpoint|endpoints|dataframe|dataframes|dictionary|hashmap|div|branch|commit|merge conflict|repository|monorepo|microservice|microservices|dependency|dependencies|library|framework|backend|frontend|api|apis|recursion|recursive|algorithm|data structure|pointer|segfault|null pointer|undefined|syntax|query|queries|database|schema|index|thread safe|concurrency|concurrent|parser|parses|parse|container|pod|deployment|environment variable|log files|one liner|lru cache|binary tree|linked list|class|interface|decorator|middleware|interceptor|lambda|callback|promise|import|module|package|server|http|localhost|port|ssh|cli|command line',
    'asks for work on code':
      'implement|refactor|debug|fix|port|optimize|optimise|generate|convert this|add error handling|review this code|write a function|write a script|write unit tests|write tests|deploy|install|configure',
    'asks to calculate':
      'weeks between|days between|hours between|years between|half of|a third of|how much for|when do they meet|calculate|are there in a|compute|solve|evaluate the integral|integrate|differentiate|factorise|factorize|factor|simplify|prove|proof|show that|show by|divided by|multiplied by|plus|minus|times|square root|how many ways|convert|round|add|subtract|multiply|what percentage|percent of|percentage of|how much interest|original price|next number|sum of|work out',
    'names a mathematical thing':
      'equation|equations|derivative|integral|probability|percent|percentage|prime|prime number|divisor|multiple|area|radius|diameter|circumference|volume|eigenvalue|eigenvalues|matrix|vector|standard deviation|median|mean of|average of|limit of|polynomial|logarithm|fraction|decimal|decimals|induction|sequence|triangle|hypotenuse|angle|permutations|combinations|dice|coin flip|coins|interest rate of|compound|growth rate|discount|sine|cosine|theorem|inequality|binary|hexadecimal|fahrenheit|celsius|mph|miles|km h|odds|ratio|squared|cubed|how fast|how high does|how many are left|how long does it take',
    'asks for a quantity': 'how many|how much|how long|how fast|how high|how far|how old',
    'asks why':
      'what explains|what is the reason|whats the reason|what s behind|what lies behind|why|how come|for what reason|explain why|what causes|what caused',
    'asks for analysis':
      'examine|explore|underlying|drawbacks|shortcomings|benefits of|point of view|perspective|argue|critical|make sense of|motivation|motives|likely to|outlook|future of|long term|pitfalls|challenges|dilemma|analyse|analyze|analysis|evaluate|assess|assessment|discuss|critically|critique|interpret|interpretation|root cause|implications|imply|consequences|impact|effect of|effects of|affect|affects|influence|influences|causes of|main causes|reasons|strategy|strategies|trend|trends|forecast|what would happen|what happens if|ethical|moral|what can we learn|lessons|what role|role of|fallacies|argument|arguments|risk|risks|correlation|evidence for|justify|explain how|explain why|what makes|relationship between|walk me through|strengths and weaknesses|business plan|significance|hypothesis|feasible|worth it',
    'asks for advice':
      'roadmap|road map|action plan|what now|what do i do|what can i do|what to do|your take on|what do you make of|should i|should we|should our|should my|what should|is it worth|is it worthwhile|would it be wise|do you think|help me plan|plan a|how could|how can we|how can i|how would you|how should|what would you|give me feedback|is it right|is it wrong|advice|recommend|is now a good time|is my landlord allowed|am i allowed|good idea|best way to|how will',
    'begins as a question':
      "who|whom|what|when|where|which|whose|how|tell me|list|name|in which|in what|at what|on which|to which's|who's|where's|when's|since when",
    'asks yes or no': 'is|are|was|were|does|do|did|has|have|had|can|could|will|would|isn|aren|any',
    'asks for a definition':
      'define|definition|meaning of|what does|stand for|stands for|what is a|what is an|explain what|mean by|abbreviation|explain',
    'asks how it works':
      'how do i|how do you|how to|how is it|how are they|steps to|instructions for|recipe for|how can you|documents do i need',
    'asks for a fact':
      'procedure for|synonym|synonyms|cheapest|inventor|who invented|spelling|pronounced|nutritional|calories|capital|population|currency|weather|exchange rate|headlines|news|opening hours|tell me the|list the|name three|name the|boiling point|melting point|invented|discovered|founded|wrote|painted|born|died|located|how tall|how old|how high|how deep|how big|how far|how long is|signed|built|highest|largest|longest|smallest|oldest|president|prime minister|ceo|price|prices|version|what year|in which year|price of|schedule|delays|world record|minimum wage|what time|what date|the date|tonight|forecast|score|flight|year|country|countries|current|currently|latest|subscription|cost|costs|members of',
    'is small talk':
      "it s me|i m back|knock knock|whatever|guess what|tell me more about you|still there|hi|hello|hey|hiya|howdy|thanks|thank you|thx|ty|good morning|good afternoon|good evening|good night|bye|goodbye|see you|how are you|how's it going|what's up|sup|how was your|nice to meet you|cheers|long time no see|who are you|what can you do|are you there|are you a|are you human|are you real|do you have feelings|do you remember|your favourite|your favorite|your name|you're awesome|you are awesome|good bot|bad bot|lol|haha|hehe|ok|okay|great|wow|never mind|nevermind|yes please|no thanks|that's all|sorry|my mistake|my name is|happy new year|merry christmas|happy easter|welcome|can we chat|just chat|tell me about yourself|which model are you|how old are you|where are you from|can you help me|that helped|you are not|you're not|you misunderstood|sleep well|sleep tight|have a nice|congratulations|well done|good job|i love you|i hate you|you're welcome|of course|sure|yes|no|nope|yep|yeah|got it|i see|perfect|awesome|cool|nice|that was wrong",
    greets: 'hi|hello|hey|thanks|thank you|good morning|good evening|good afternoon',
    'speaks to the assistant':
      "are you|do you|you are|you're|i feel|i'm so|i am so|i'm feeling|i'm bored|i had such|i had a|i'm sad|i'm happy|i'm tired|your opinion|your day|your weekend|were you|did you|can you hear|have you|i didn't expect|you were|what are you|who made you|who created you",
    polite:
      "please|can you|could you|would you|will you|can you please|could you please|would you please|kindly|hi|hello|hey|ok|okay|so|now|and|well|i need you to|i want you to|i would like you to|i'd like you to|i want to know|i would like to know|help me|can i ask you|let's|good morning|thanks|pls|just|also|then|but|actually|dear all|can you tell me|could you tell me|do you know|i wonder|i need|i need a|i want a|a|an|the|short|your|quick question|quick|in simple terms|could someone|can someone|first|i",
    'states something':
      'the|a|an|my|our|his|her|their|she|he|it|we|they|this|there|these|those|two|i|if only|in the',
    demanding:
      'analyse|analyze|evaluate|assess|critically|strategy|design|implement|refactor|prove|proof|show that|show by|induction|plan|root cause|architecture|recommend|trade offs|tradeoffs|weigh|compare the|comprehensive|detailed|in depth|step by step|and how|and why|and what|and then|while|keeping|as well as|with regard to|identify|consequences|each|additionally|discuss|contradict|imply|what can we learn|theme|system|safe for|must|disputed|rhyme|table that',
    slight: 'joke|pun|caption|title|titles|names|name for|birthday message|synonym|rhymes with|acronym',
    live: 'right now|at the moment|at this moment|just now|live|what time is it|price of gold|bitcoin|stock price|share price|exchange rate|is down|down right now|current score|current price|delays|traffic|where is flight|currently running|running at the moment|spot price|real time|eur to usd|eth price|queue time|departure|departures',
    daily:
      "today's|tonight|yesterday|last night|this morning|this evening|tomorrow|news|headlines|this week|this week's|weekend|weather|forecast|announced|latest results|next match|breaking|so far this|just announced",
    slow: "current|currently|latest|newest|recent|recently|these days|nowadays|up to date|version|ceo|president|prime minister|population|price|prices|cost|costs|how much does|subscription|minimum wage|world record|record|opening hours|still supported|supported|members of|member states|best|still|what's new|this year|now|2025|2026|2027|iphone|android|galaxy|pixel|macbook|law|laws|tax|visa|rates|market|how old is|salary|ranking|buy|trend|trends",
  },
  languageNames: {
    after: 'speak|understand|in|into|to|from|formal|in formal|in simple',
    before: 'for|word|words|translation|version|text|letter',
    names:
      'english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|chinese|mandarin|cantonese|japanese|korean|arabic|hebrew|hindi|turkish|greek|latin|swedish|danish|norwegian|finnish|czech|hungarian|romanian|thai|vietnamese|swahili|catalan',
  },
};
