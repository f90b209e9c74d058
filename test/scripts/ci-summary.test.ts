import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../tools/app-folder';

const report = (passed: number, failed = 0, broken = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numPassedTestSuites: 1,
    numFailedTestSuites: failed + broken,
    numRuntimeErrorTestSuites: broken,
  });

/** What the summary of such results ends with, and its exit code. */
function summarize(files: Record<string, string>, exitCode = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = [join(repository, '.ci/summary.mjs'), folder, String(exitCode)];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status, lines: stdout.trimEnd().split('\n') };
}

describe('the summary of CI', () => {
  it('adds up both test runs and the other steps', () => {
    const steps = '0\tnpm ci\n0\tnpm test\n0\tnpm run test:cluster\n';
    const { status, lines } = summarize({ steps, 'test.json': report(40), 'cluster.json': report(2) });
    expect(status).toBe(0);
    expect(lines.slice(-4)).toEqual([
      'Test Suites: 2 passed, 2 total',
      'Tests:       2 skipped, 43 passed, 45 total',
      '',
      '43 passed, 0 failed',
    ]);
  });

  it.each([
    ['tests failed', { steps: '1\tnpm test\n', 'test.json': report(40, 2) }, '40 passed, 2 failed'],
    ['a suite did not start', { steps: '1\tnpm test\n', 'test.json': report(40, 0, 1) }, '40 passed, 1 failed'],
    ['a step failed', { steps: '0\tnpm ci\n1\tnpm run synth\n' }, '1 passed, 1 failed'],
    ['the tests ended without a report', { steps: '0\tnpm ci\n137\tnpm test\n' }, '1 passed, 1 failed'],
    ['it ended between the steps', { steps: '0\tnpm ci\n' }, '1 passed, 1 failed'],
    ['it ended before the steps', {}, '0 passed, 1 failed'],
  ])('reports a failure when %s', (_, files: Record<string, string>, last) => {
    const { status, lines } = summarize(files, 1);
    expect({ status, last: lines.at(-1) }).toEqual({ status: 1, last });
  });
});
