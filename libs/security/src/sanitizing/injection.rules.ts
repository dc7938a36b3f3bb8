/** A sign that a text wants to be read as an instruction. */
export interface InjectionRule {
  /** Stable name. Signals are names and never text. */
  readonly id: string;
  /** How sure the sign is, from 0 to 1. */
  readonly weight: number;
  readonly expression: RegExp;
}

/** Up to six words between two; words and what parts them share no character, so there is one way to read each text. */
const WORDS = String.raw`(?:\W{1,4}\w{1,20}){0,6}?\W{1,4}`;
/** The same for words that are not of ASCII. */
const GAP = String.raw`[\s\S]{0,24}`;
const rule = (id: string, weight: number, source: string): InjectionRule => ({
  id,
  weight,
  expression: new RegExp(source, 'i'),
});

/** What is written in known attacks, in the languages in which they are most common. None of it is proof. */
export const INJECTION_RULES: readonly InjectionRule[] = [
  rule(
    'override-instructions',
    0.7,
    String.raw`\b(?:ignore|disregard|forget|override|bypass)${WORDS}(?:instructions?|(?:system )?prompts?|guidelines|directions|(?:previous|prior|above|earlier|all|your) (?:rules|context|messages?|text))\b`,
  ),
  rule(
    'override-instructions-translated',
    0.7,
    String.raw`\b(?:ignorier|vergiss|missachte)\w{0,4}\b${GAP}\b(?:anweisung|vorgaben|regeln|befehl)|\b(?:ignore[zr]?|oublie[zr]?)\s(?:toutes\s)?(?:les|ces|vos|tes)\b${GAP}\b(?:instructions|consignes)|\b(?:ignora|olvida|omite)\w{0,3}\b${GAP}\b(?:instrucciones|reglas)|(?:忽略|无视|忘记)[\s\S]{0,12}(?:指令|指示|提示|规则)|(?:игнорируй|забудь)${GAP}(?:инструкци|указани)`,
  ),
  rule(
    'reveal-prompt',
    0.5,
    String.raw`\b(?:reveal|print|show|repeat|output|display|tell me|leak)${WORDS}(?:system prompt|hidden prompt|initial prompt|(?:system|initial|original|developer) (?:instructions?|message))`,
  ),
  rule(
    'new-role',
    0.4,
    String.raw`\b(?:you are now|from now on,? you|pretend (?:to be|you are)|act as|roleplay as)${WORDS}(?:dan|unrestricted|unfiltered|jailbroken|evil|without (?:any )?(?:restrictions|rules|filters|limits)|no (?:restrictions|rules|filters)|developer mode|admin|root)\b`,
  ),
  rule(
    'jailbreak-name',
    0.4,
    String.raw`\b(?:do anything now|developer mode (?:enabled|on)|jailbreak(?:ed)?|god mode)\b`,
  ),
  rule(
    'chat-markers',
    0.6,
    String.raw`<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant)>`,
  ),
  rule(
    'role-prefix',
    0.3,
    String.raw`(?:^|\n)\s{0,8}(?:#{1,4}\s{0,3})?(?:system|assistant|developer)\s{0,3}:`,
  ),
  rule(
    'end-of-prompt',
    0.4,
    String.raw`(?:^|\n)\s{0,8}[-=#*"'\x60]{3,20}\s{0,3}(?:end|start|begin)\b[^\n]{0,20}\b(?:prompt|instructions?|context|document|user input)\b`,
  ),
  rule(
    'new-instructions',
    0.4,
    String.raw`\b(?:new|updated|real|actual|important) (?:instructions?|task|orders?)\s{0,3}:|\binstead,? (?:you (?:must|should|will)|do the following)\b`,
  ),
  rule(
    'no-refusal',
    0.3,
    String.raw`\b(?:do not|don't|never|must not|cannot) (?:refuse|apologi[sz]e|mention|warn|tell the user)\b|\bwithout (?:any )?(?:warnings?|disclaimers?)\b`,
  ),
  rule(
    'send-elsewhere',
    0.5,
    String.raw`!\[[^\]\n]{0,80}\]\(https?:\/\/[^)\s]{0,200}[?&=][^)\s]{0,40}(?:\{|%7b|\$|<|data|secret|prompt|history)|\b(?:send|post|upload|exfiltrate|forward)${WORDS}(?:conversation|history|secrets?|api keys?|passwords?|credentials|system prompt)${WORDS}to\b`,
  ),
  rule(
    'encoded-instructions',
    0.4,
    String.raw`\b(?:decode|base64|rot13|hex)${WORDS}(?:and|then)${WORDS}(?:follow|execute|run|obey|do)\b`,
  ),
];
