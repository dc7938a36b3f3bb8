/** One line of a report: a figure of ours, beside a peer's where there is one, and whether it is as good as we want. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Whom we compare with: the name that users know it by. */
  readonly peer?: string;
  /** The peer's figure, in the same unit. */
  readonly peerValue?: number;
  /** `value / peerValue` */
  readonly ratio?: number;
  readonly goal: string;
  readonly pass: boolean;
}

/** What a figure should reach. */
export interface Goal {
  readonly text: (unit: string) => string;
  readonly met: (figure: { readonly value: number; readonly ratio: number | undefined }) => boolean;
}

export interface RowInput {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: { readonly name: string; readonly value: number };
  readonly goal: Goal;
}

/** @throws {RangeError} for a figure that is no number, and for a goal about a ratio without a peer */
export function row({ name, value, unit, peer, goal }: RowInput): Row {
  const ratio = peer === undefined ? undefined : value / peer.value;
  for (const figure of [value, ratio ?? 0]) {
    if (!Number.isFinite(figure))
      throw new RangeError(`The row "${name}" has a figure that is not finite: ${figure}.`);
  }
  const verdict = { goal: goal.text(unit), pass: goal.met({ value, ratio }) };
  const compared = peer === undefined ? {} : { peer: peer.name, peerValue: readable(peer.value) };
  return {
    name,
    value: readable(value),
    unit,
    ...compared,
    ...(ratio === undefined ? {} : { ratio: readable(ratio) }),
    ...verdict,
  };
}

export function atMost(limit: number): Goal {
  return { text: (unit) => `<= ${limit} ${unit}`, met: ({ value }) => value <= limit };
}

export function atLeast(limit: number): Goal {
  return { text: (unit) => `>= ${limit} ${unit}`, met: ({ value }) => value >= limit };
}

/** For counts that have one right value. */
export function exactly(count: number): Goal {
  return { text: (unit) => `= ${count} ${unit}`, met: ({ value }) => value === count };
}

export function ratioAtMost(limit: number): Goal {
  return { text: () => `ratio <= ${limit}`, met: ({ ratio }) => needed(ratio) <= limit };
}

export function ratioAtLeast(limit: number): Goal {
  return { text: () => `ratio >= ${limit}`, met: ({ ratio }) => needed(ratio) >= limit };
}

/** For a figure that is only to be seen: it counts as passed, and says that there was nothing to reach. */
export function noGoal(): Goal {
  return { text: () => 'none', met: () => true };
}

function needed(ratio: number | undefined): number {
  if (ratio === undefined) throw new RangeError('A goal about a ratio needs a peer.');
  return ratio;
}

/** Four significant digits: more would be noise. Verdicts are made before rounding. */
function readable(figure: number): number {
  return Number(figure.toPrecision(4));
}
