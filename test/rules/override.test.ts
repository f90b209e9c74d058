import { type RuleGroup, Severity } from '../../lib/model/rules';
import { tuneRules, validateOverrides } from '../../lib/rules/override';

const alert = (name: string, severity = Severity.WARNING) => ({
  alert: name,
  expr: 'up == 0',
  for: '5m',
  severity,
  summary: 's',
  description: 'd',
  runbookUrl: 'https://example.com',
  labels: { team: 'a', tier: '1' },
});

const groups: RuleGroup[] = [
  { name: 'one', records: [{ record: 'r', expr: 'up' }], alerts: [alert('A'), alert('B')] },
  { name: 'two', alerts: [alert('C'), alert('C', Severity.CRITICAL)] },
];

const alertsOf = (tuned: readonly RuleGroup[]) => tuned.flatMap(({ alerts = [] }) => alerts);

describe('tuneRules', () => {
  it('changes what is given and leaves the rest', () => {
    const override = { for: '10m', severity: Severity.CRITICAL, expr: 'up < 1', summary: 't', runbookUrl: undefined };
    const [a, b] = alertsOf(tuneRules(groups, { A: override }));
    expect(a).toEqual({ ...alert('A'), for: '10m', severity: 'critical', expr: 'up < 1', summary: 't' });
    expect(b).toEqual(alert('B'));
  });

  it('leaves groups the very same where nothing of them changes', () => {
    const [one, two] = tuneRules(groups, { A: { for: '10m' } });
    expect(one).not.toBe(groups[0]);
    expect(two).toBe(groups[1]);
  });

  it('adds to labels and annotations and replaces single ones', () => {
    const [a] = alertsOf(tuneRules(groups, { A: { labels: { tier: '2' }, annotations: { dashboard: 'x' } } }));
    expect(a?.labels).toEqual({ team: 'a', tier: '2' });
    expect(a?.annotations).toEqual({ dashboard: 'x' });
  });

  it('removes an alert, and a group with its last rule', () => {
    const tuned = tuneRules(groups, { A: { enabled: false }, B: { enabled: false }, C: { enabled: false } });
    expect(tuned).toEqual([{ name: 'one', records: groups[0]?.records, alerts: [] }]);
  });

  it('changes all alerts of a name, and the one of a severity after that', () => {
    const [c, critical] = alertsOf(tuneRules(groups.slice(1), { 'C/critical': { for: '1m' }, C: { for: '2m' } }));
    expect([c?.for, critical?.for]).toEqual(['2m', '1m']);
  });

  it('leaves what it was given as it was', () => {
    const before = structuredClone(groups);
    tuneRules(groups, { A: { labels: { x: 'y' } }, C: { enabled: false } });
    expect(groups).toEqual(before);
  });

  it('leaves an empty group for the check of rules to find', () => {
    expect(tuneRules([{ name: 'empty' }], {})).toEqual([{ name: 'empty' }]);
  });
});

describe('validateOverrides', () => {
  it('takes the names and severities that are there', () => {
    expect(validateOverrides(groups, { A: {}, 'C/critical': {}, 'C/warning': {} })).toEqual([]);
  });

  it('refuses unknown names with the nearest one', () => {
    const some: RuleGroup[] = [{ name: 'g', alerts: [alert('KubePodCrashLooping'), alert('Watchdog')] }];
    expect(validateOverrides(some, { KubePodCrashloping: {}, 'Watchdog/critical': {}, Nothing: {} })).toEqual([
      { what: "there is no alert 'KubePodCrashloping' to change", fix: "write 'KubePodCrashLooping', or leave it out" },
      { what: "there is no alert 'Watchdog/critical' to change", fix: "write 'Watchdog', or leave it out" },
      {
        what: "there is no alert 'Nothing' to change",
        fix: 'name an alert that is there, such as KubePodCrashLooping, Watchdog',
      },
    ]);
  });
});
