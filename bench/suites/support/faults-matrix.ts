import { spawnUpstream, type SuiteScope } from '../../harness/index.js';
import { median } from '../../harness/statistics.policy.js';
import { measureCell, type Cell, type CellParts } from './faults-cell.js';
import { faultContenders, type ContenderName } from './faults-contenders.js';
import { Places } from './faults-place.js';
import { FAULT_ROWS, type FaultRow, type Mode } from './faults-rows.js';

export const MODES: readonly Mode[] = ['generate', 'stream'];
// The names of the object beside them.
export const CONTENDERS = Object.keys(faultContenders) as readonly ContenderName[];

/** A call that nothing goes wrong with, in ms: the first of a contender, and the later ones. */
export type Healthy = Pick<Cell, 'firstMs' | 'laterMs'>;

export interface MeasuredCell {
  readonly row: FaultRow;
  readonly mode: Mode;
  readonly contender: ContenderName;
  readonly cell: Cell;
}

export interface FaultMatrix {
  readonly cells: readonly MeasuredCell[];
  /** Nothing where the contender cannot even answer a healthy call. */
  readonly healthy: ReadonlyMap<string, Healthy | undefined>;
}

/** Cells that wait nearly all of their time, for backoffs and time limits. The others have the machine for themselves. */
const WAITING_AT_ONCE = 12;
const HEALTHY_ROUNDS = 5;

export function healthyKey(contender: ContenderName, mode: Mode): string {
  return `${contender} ${mode}`;
}

/** Measures every cell: healthy calls first and alone, then the faults. */
export async function measureMatrix(scope: SuiteScope): Promise<FaultMatrix> {
  const parts = await startParts(scope);
  const healthy = await measureHealthy(parts);
  const plan = MODES.flatMap((mode) =>
    FAULT_ROWS.filter(({ modes = MODES }) => modes.includes(mode)).flatMap((row) =>
      CONTENDERS.map((contender) => ({ row, mode, contender })),
    ),
  );
  const waiting = plan.filter(({ row, contender }) => mostlyWaits(row, contender));
  const busy = plan.filter(({ row, contender }) => !mostlyWaits(row, contender));
  const cells = [
    ...(await measureCells(waiting, WAITING_AT_ONCE, parts)),
    ...(await measureCells(busy, 1, parts)),
  ];
  return { healthy, cells };
}

type PlannedCell = Omit<MeasuredCell, 'cell'>;

async function measureCells(
  planned: readonly PlannedCell[],
  atOnce: number,
  parts: CellParts,
): Promise<MeasuredCell[]> {
  const left = [...planned];
  const cells: MeasuredCell[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      cells.push({ ...next, cell: await measureCell(next.row, next.mode, next.contender, parts) });
      if (cells.length % 20 === 0)
        process.stderr.write(`faults: ${cells.length} of ${planned.length} cells, ${atOnce} at once\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return cells;
}

/** Only when a cell is measured depends on this guess; a wrong one costs the bench time. */
function mostlyWaits({ fault, leaveAfterMs }: FaultRow, contender: ContenderName): boolean {
  if (leaveAfterMs !== undefined) return true;
  switch (fault.kind) {
    case 'hang':
    case 'stall':
      return true;
    case 'status':
      return fault.status === 500 && contender !== 'ours' && contender !== 'retry';
    case 'rateLimit':
    case 'quota':
    case 'spendLimit':
    case 'overloaded':
    case 'reset':
    case 'streamError':
      return contender !== 'ours' && contender !== 'retry';
    default:
      return false;
  }
}

async function startParts(scope: SuiteScope): Promise<CellParts> {
  const simulators = await spawnUpstream<{ url: string }>(
    new URL('./faults-simulators.upstream.js', import.meta.url),
  );
  scope.onCleanup(() => simulators.stop());
  const gateway = await spawnUpstream<{ url: string }>(new URL('./portkey.upstream.js', import.meta.url));
  scope.onCleanup(() => gateway.stop());
  return { places: new Places(simulators.info.url), peers: { portkeyUrl: gateway.info.url } };
}

/** Interleaved, so that a busy moment of the machine meets everybody. */
async function measureHealthy(parts: CellParts): Promise<FaultMatrix['healthy']> {
  const rounds = new Map<string, Cell[]>();
  // The first round warms the code up.
  for (let round = 0; round <= HEALTHY_ROUNDS; round += 1) {
    for (const mode of MODES) {
      for (const contender of CONTENDERS) {
        const cell = await measureCell({ name: 'healthy', wire: 'openai' }, mode, contender, parts);
        const key = healthyKey(contender, mode);
        if (round > 0) rounds.set(key, [...(rounds.get(key) ?? []), cell]);
      }
    }
  }
  return new Map([...rounds].map(([key, cells]) => [key, healthyFigures(cells)]));
}

function healthyFigures(cells: readonly Cell[]): Healthy | undefined {
  if (cells.some(({ outcomes, calls }) => outcomes.answered < calls)) return undefined;
  return {
    firstMs: median(cells.map(({ firstMs }) => firstMs)),
    laterMs: median(cells.map(({ laterMs }) => laterMs)),
  };
}
