// The closing lines of .ci/run: node .ci/summary.mjs RESULTS_FOLDER EXIT_CODE
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, exitCode] = process.argv.slice(2);
const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined);
const counts = { suites: { failed: 0, passed: 0 }, tests: { failed: 0, skipped: 0, passed: 0 } };

for (const report of ['test.json', 'cluster.json'].map(read).filter(Boolean).map(JSON.parse)) {
  counts.suites.failed += report.numFailedTestSuites;
  counts.suites.passed += report.numPassedTestSuites;
  // A suite that does not even start has no tests to count.
  counts.tests.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  counts.tests.skipped += report.numPendingTests;
  counts.tests.passed += report.numPassedTests;
}

const reportOf = { 'npm test': 'test.json', 'npm run test:cluster': 'cluster.json' };
const steps = (read('steps') ?? '')
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split('\t'));
for (const [status, name] of steps) {
  if (status === '0') {
    if (!reportOf[name]) counts.tests.passed += 1;
  } else {
    process.stdout.write(`failed: ${name} (exit code ${status})\n`);
    if (!reportOf[name] || counts.tests.failed === 0) counts.tests.failed += 1;
  }
}
if (exitCode !== '0' && counts.tests.failed === 0) {
  process.stdout.write(`failed before or between the steps (exit code ${exitCode})\n`);
  counts.tests.failed += 1;
}

const total = (numbers) => Object.values(numbers).reduce((sum, each) => sum + each, 0);
const line = (numbers) =>
  [...Object.entries(numbers).filter(([, count]) => count > 0), ['total', total(numbers)]]
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
process.stdout.write(`${read('left-out') ?? ''}
Test Suites: ${line(counts.suites)}
Tests:       ${line(counts.tests)}

${counts.tests.passed} passed, ${counts.tests.failed} failed
`);
if (counts.tests.failed > 0) process.exitCode = 1;
