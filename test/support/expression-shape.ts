export interface ExpressionShape {
  /** Characters of the longest text that the expression can match. */
  readonly longest: number;
  /** Quantifiers without a bound. */
  readonly unbounded: readonly string[];
}

/** Reads an expression as far as its lengths are concerned. Lookarounds take no characters. */
export function shapeOf({ source }: RegExp): ExpressionShape {
  const unbounded: string[] = [];
  let at = 0;

  const alternatives = (): number => {
    let longest = sequence();
    while (source[at] === '|') {
      at += 1;
      longest = Math.max(longest, sequence());
    }
    return longest;
  };

  const sequence = (): number => {
    let length = 0;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = atom();
      length += one * times();
    }
    return length;
  };

  const atom = (): number => {
    const [matched = '', look] =
      /^(?:\((?:(\?<?[=!])|\?:|\?<\w+>)?|\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-f]{2}|\\[bB]|\\.|[\s\S])/.exec(
        source.slice(at),
      ) ?? [];
    at += matched.length;
    if (/^\\[bB]$|^[\^$]$/.test(matched)) return 0;
    if (!matched.startsWith('(')) return 1;
    const inside = alternatives();
    at += 1;
    return look === undefined ? inside : 0;
  };

  const times = (): number => {
    const [matched = '', , most] = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/.exec(source.slice(at)) ?? [];
    at += matched.length;
    if (matched === '' || matched.startsWith('?')) return 1;
    if (/^(?:[*+]|\{\d+,\})/.test(matched)) unbounded.push(matched);
    return most === undefined ? Number(/\d+/.exec(matched)?.[0] ?? Infinity) : Number(most || Infinity);
  };

  return { longest: alternatives(), unbounded };
}
