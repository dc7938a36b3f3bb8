import type { SecretPattern } from '../patterns/secret-pattern.js';

/** Elements that run code, load it, or change where a page's addresses lead. */
const ELEMENTS = 'script|iframe|frame|object|embed|applet|base|link|meta|style|svg|math|template|form';

/** How the names of handlers go on after `on`; variables such as `onTime` are others. Of HTML, SVG and the events of browsers. */
const EVENTS =
  'abort|after|animation|auxclick|before|begin|blur|bounce|cancel|canplay|change|click|close|command|content|context|copy|cuechange|cut|dblclick|drag|drop|durationchange|emptied|end|error|finish|focus|formdata|fullscreen|gesture|gotpointer|hashchange|input|invalid|key|languagechange|load|lostpointer|message|mouse|offline|online|page|paste|pause|play|pointer|popstate|progress|ratechange|rejection|repeat|reset|resize|scroll|search|security|seek|select|show|slotchange|stalled|start|storage|submit|suspend|timeupdate|toggle|touch|transition|unhandled|unload|volumechange|waiting|webkit|wheel|zoom';

/** `javascript:` and `vbscript:`, with what browsers drop between the letters. */
const SCHEME = (() => {
  const spaced = (letters: string): string => [...letters].join(String.raw`[\t\n\r]{0,3}`);
  return String.raw`(?:${spaced('java')}|${spaced('vb')})[\t\n\r]{0,3}${spaced('script:')}`;
})();

/**
 * What a browser would run if an answer were put into a page as it is. It is made text that does nothing: the sign that
 * opens an element becomes `&lt;`, handlers and addresses get a name that browsers do not know.
 */
export const SCRIPT_PATTERNS: readonly SecretPattern[] = [
  {
    id: 'script-element',
    prefilter: '<',
    starts: 'anywhere',
    expression: new RegExp(String.raw`<(?=\/?(?:${ELEMENTS})(?![A-Za-z0-9-]))`, 'i'),
    characters: String.raw`<\/A-Za-z0-9-`,
    maxLength: 12,
    replacement: '&lt;',
  },
  {
    id: 'event-handler',
    prefilter: 'on',
    starts: 'anywhere',
    expression: new RegExp(String.raw`on(?<=[\s"'/\0]on)(?=(?:${EVENTS})[a-z]{0,20}\s{0,8}=)`, 'i'),
    characters: String.raw`a-zA-Z\s=`,
    maxLength: 56,
    replacement: 'blocked-on',
  },
  {
    // Prose such as "JavaScript: a language" is no address.
    id: 'script-url',
    prefilter: ['j', 'v'],
    starts: 'anywhere',
    expression: new RegExp(String.raw`(?<=(?:=\s?["']?|\]\(<?|<)\s?)${SCHEME}|${SCHEME}(?=\S)`, 'i'),
    characters: String.raw`A-Za-z:\t\n\r`,
    maxLength: 48,
    replacement: 'blocked:',
  },
  {
    id: 'html-data-url',
    prefilter: 'data:',
    starts: 'anywhere',
    expression: /data:(?=\s{0,4}(?:text\/html|application\/xhtml))/i,
    characters: String.raw`A-Za-z:\/\s`,
    maxLength: 28,
    replacement: 'blocked:',
  },
  {
    // The same schemes with letters written as entities, where an attribute's value or a link begins.
    id: 'encoded-script-url',
    prefilter: ['=', '('],
    starts: 'anywhere',
    expression: /[=(]["']? {0,2}(?<mark>(?:&(?:#x?[0-9a-f]{1,7}|tab|newline|colon);?|[a-z\t\n\r:]){5,24})/i,
    characters: String.raw`=("'&#;:A-Za-z0-9\t\n\r `,
    maxLength: 272,
    check: hidesScheme,
    replacement: 'blocked:',
  },
];

const NAMED: Readonly<Record<string, string>> = { tab: '', newline: '', colon: ':' };

function hidesScheme(text: string): boolean {
  if (!text.includes('&')) return false;
  const plain = text
    .replace(/&#x([0-9a-f]{1,7});?/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});?/g, (_, decimal: string) => characterOf(Number(decimal)))
    .replace(/&(tab|newline|colon);?/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? '')
    .replace(/[\0-\x20]/g, '');
  return /^(?:javascript|vbscript|data):/i.test(plain);
}

function characterOf(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}
