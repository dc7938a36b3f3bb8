export interface Guess {
  readonly lead: number;
  readonly right: boolean;
}

/** Fewer guesses than this say nothing about a frequency. */
const LEAST_IN_BIN = 12;

interface Bin {
  readonly from: number;
  readonly right: number;
  readonly all: number;
}

/**
 * Isotonic regression (pool adjacent violators) of right answers on leads: a step function that never falls. Leads are
 * first put into bins of at least 12 guesses; each share is smoothed by one right and one wrong guess (Laplace), so that no
 * bin claims to be certain.
 */
export function fitCalibration(
  guesses: readonly Guess[],
): readonly (readonly [lead: number, probability: number])[] {
  const pooled: Bin[] = [];
  for (const bin of equalBins(guesses)) {
    let merged = bin;
    for (let last = pooled.at(-1); last && shareOf(last) >= shareOf(merged); last = pooled.at(-1)) {
      pooled.pop();
      merged = { from: last.from, right: last.right + merged.right, all: last.all + merged.all };
    }
    pooled.push(merged);
  }
  const steps: (readonly [lead: number, probability: number])[] = [];
  for (const bin of pooled) {
    const probability = Math.round(shareOf(bin) * 100) / 100;
    if (probability === steps.at(-1)?.[1]) continue;
    // Every guess has a lead above 0, so that the first step begins there.
    steps.push([steps.length === 0 ? 0 : Math.floor(bin.from * 100) / 100, probability]);
  }
  return steps;
}

/** Equal leads stay together. */
function equalBins(guesses: readonly Guess[]): Bin[] {
  const bins: Bin[] = [];
  let open: Bin | undefined;
  let lastLead = Number.NaN;
  for (const { lead, right } of guesses.toSorted((left, other) => left.lead - other.lead)) {
    if (open && open.all >= LEAST_IN_BIN && lead > lastLead) {
      bins.push(open);
      open = undefined;
    }
    const { from, right: rights, all } = open ?? { from: lead, right: 0, all: 0 };
    open = { from, right: rights + (right ? 1 : 0), all: all + 1 };
    lastLead = lead;
  }
  const last = bins.at(-1);
  if (open && open.all < LEAST_IN_BIN && last) {
    bins[bins.length - 1] = { from: last.from, right: last.right + open.right, all: last.all + open.all };
  } else if (open) bins.push(open);
  return bins;
}

function shareOf({ right, all }: Bin): number {
  return (right + 1) / (all + 2);
}
