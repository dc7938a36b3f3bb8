/** A numeral as people write it: `1,234.5`, `1.234,56`, `3'400`, `1e6`, `.5`. Without a sign. */
export const NUMERAL = String.raw`(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:['’]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)(?![\d])`;

/** `k`, `M`, `bn`, `million` after a numeral; single letters directly after it. */
export const MAGNITUDE = String.raw`(?:[kKmMbB]|bn|mn|tn|[ -]?(?:thousand|million|billion|trillion))`;

const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  b: 1e9,
  bn: 1e9,
  tn: 1e12,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** What `Number` reads as people do. */
const PLAIN = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

/** The number that a numeral, with its sign and magnitude, stands for; nothing when it is too large to be one. */
export function numberOf(numeral: string, magnitude = ''): number | undefined {
  if (magnitude === '' && PLAIN.test(numeral)) return Number(numeral);
  const signed = numeral.replace(/^[−–]/, '-').replaceAll(/['’]/g, '');
  const european = /\.\d{3}(?:\.\d{3})*,\d+$/.test(signed) || /^[+-]?\d+,\d{1,2}$/.test(signed);
  const plain = european ? signed.replaceAll('.', '').replace(',', '.') : signed.replaceAll(',', '');
  const factor = FACTORS[magnitude.replace(/^[ -]/, '').toLowerCase()] ?? 1;
  // 12 digits: 4.7 million must not become 4699999.9999999995.
  const value = factor === 1 ? Number(plain) : Number((Number(plain) * factor).toPrecision(12));
  return Number.isFinite(value) ? value : undefined;
}
