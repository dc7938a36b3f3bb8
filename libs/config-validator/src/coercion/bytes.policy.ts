const SIZE = /^(?<amount>\d{1,15})\s?(?<unit>B|[KkMGT]B|[KMGT]iB)?$/;

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  KB: 1_000,
  MB: 1_000 ** 2,
  GB: 1_000 ** 3,
  TB: 1_000 ** 4,
  KiB: 1_024,
  MiB: 1_024 ** 2,
  GiB: 1_024 ** 3,
  TiB: 1_024 ** 4,
};

/**
 * Reads `64MiB` (1,024²), `64MB` (1,000²), `64` (bytes); NaN for anything else. `64M` is refused: programs do not agree
 * whether it counts by 1,000 or 1,024 (IEC 80000-13).
 */
export function parseBytes(text: string): number {
  const { amount, unit = 'B' } = SIZE.exec(text)?.groups ?? {};
  return amount === undefined ? Number.NaN : Number(amount) * (BYTES_PER_UNIT[unit] ?? Number.NaN);
}
