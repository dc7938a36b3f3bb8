/** The middle of the values; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value below which the share `q` (0 to 1) of the values lies, with linear interpolation between neighbours
 * (Hyndman and Fan 1996, definition 7, which R and NumPy use by default).
 *
 * @throws {RangeError} for no values at all: a figure without a measurement does not exist
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) throw new RangeError('A quantile needs at least one value, received none.');
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Interquartile range: how far apart the middle half of the values lies. */
export function interquartileRange(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25);
}

/** The names in random order (Fisher and Yates); `random` gives numbers from 0 up to but not including 1. */
export function shuffled<Name>(names: readonly Name[], random: () => number): Name[] {
  const rest = [...names];
  const order: Name[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return order;
}

/**
 * What `one` takes more than `other`: the median, over rounds, of the difference within a round. Both were measured in
 * every round, so what slowed a whole round down falls out.
 */
export function pairedDifference<Round>(
  one: { readonly rounds: readonly Round[] },
  other: { readonly rounds: readonly Round[] },
  figure: (round: Round) => number,
): number {
  if (one.rounds.length !== other.rounds.length)
    throw new RangeError('Only contenders of one measurement can be paired.');
  return median(
    one.rounds.flatMap((round, index) => {
      const beside = other.rounds[index];
      return beside === undefined ? [] : [figure(round) - figure(beside)];
    }),
  );
}
