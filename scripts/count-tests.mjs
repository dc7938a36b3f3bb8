// node scripts/count-tests.mjs <report>: "<passed> <failed>" of a Vitest JSON report, for .ci/run.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A test that did not run has shown nothing, so it does not count as passed.
const notRun = report.numPendingTests + report.numTodoTests;
if (notRun > 0) process.stderr.write(`${notRun} tests were skipped: they count as failed.\n`);
process.stdout.write(`${report.numPassedTests} ${report.numFailedTests + notRun}\n`);
