import { defineSuite } from '../harness/index.js';
import { measureMatrix, type FaultMatrix } from './support/faults-matrix.js';
import { faultData, faultRows, faultTables } from './support/faults-report.js';

function faultsSuite() {
  const measured: FaultMatrix[] = [];
  const matrix = (): FaultMatrix => {
    const [only] = measured;
    if (!only) throw new Error('The matrix was not measured.');
    return only;
  };
  return defineSuite({
    name: 'faults',
    purpose: 'What becomes of a call when its first provider fails and the second is healthy?',
    async setup(scope) {
      measured.push(await measureMatrix(scope));
    },
    measurements: () => ({}),
    rows: () => faultRows(matrix()),
    details: () => ({ data: faultData(matrix()), lines: faultTables(matrix()) }),
  });
}

export const suite = faultsSuite();
