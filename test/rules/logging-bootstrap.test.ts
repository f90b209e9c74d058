import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import { loggingBootstrapRules } from '../../lib/rules/logging-bootstrap';
import { testRules } from './rule-test';

const options = { namespace: 'logging', name: 'search-bootstrap', jobName: 'search-bootstrap-0123456789' };
const target = { job: 'kube-state-metrics', instance: '10.0.0.9:8080', cluster: 'c', namespace: 'logging' };
const now = 'search-bootstrap-0123456789';
const earlier = 'search-bootstrap-abcdef0123';

const series = (metric: string, jobName: string, values: string, more: Record<string, string> = {}) => ({
  [`${metric}{${Object.entries({ ...target, job_name: jobName, ...more })
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`]: values,
});
const created = (jobName: string, at = 0) => series('kube_job_created', jobName, `${at}x200`);
const complete = (jobName: string, values = '1x200') =>
  series('kube_job_complete', jobName, values, { condition: 'true' });
const failed = (jobName: string, values = '1x200') => series('kube_job_failed', jobName, values, { condition: 'true' });
const completedAt = (jobName: string, values: string) => series('kube_job_status_completion_time', jobName, values);

const { job: _, ...whole } = target;

describe('loggingBootstrapRules', () => {
  testRules(loggingBootstrapRules(options), [
    {
      name: 'a Job gives up',
      alert: 'LoggingBootstrapFailed',
      series: { ...created(now), ...failed(now, '_x10 1x200') },
      fires: [{ ...target, job_name: now, condition: 'true' }],
    },
    {
      name: 'that of an earlier version has given up, and another Job of the namespace',
      alert: 'LoggingBootstrapFailed',
      series: { ...created(now), ...complete(now), ...failed(earlier), ...failed('backup') },
      fires: [],
    },
    {
      name: 'a Job waits for a Secret for more than an hour',
      alert: 'LoggingBootstrapNotCompleted',
      series: created(now),
      at: '70m',
      fires: [{ ...target, job_name: now }],
    },
    {
      name: 'a Job waits for half an hour',
      alert: 'LoggingBootstrapNotCompleted',
      series: created(now),
      fires: [],
    },
    {
      name: 'a Job is complete, one of an earlier version never will be',
      alert: 'LoggingBootstrapNotCompleted',
      series: { ...created(now), ...complete(now, '_x20 1x200'), ...created(earlier) },
      at: '70m',
      fires: [],
    },
    {
      name: 'a Job has failed, of which another alert tells',
      alert: 'LoggingBootstrapNotCompleted',
      series: { ...created(now), ...failed(now) },
      at: '70m',
      fires: [],
    },
    {
      name: 'a newer version has been set up, and the earlier one is wanted again',
      alert: 'LoggingBootstrapUndone',
      series: { ...completedAt(now, '60x100'), ...completedAt(earlier, '_x10 600x100') },
      fires: [whole],
    },
    {
      name: 'a newer version is complete, and its rule is there some minutes later',
      alert: 'LoggingBootstrapUndone',
      // What this rule is for was complete before; the rule of the newer version takes its place at minute 16.
      series: { ...completedAt(now, '60x100'), ...completedAt(earlier, '_x10 600x100') },
      at: '16m',
      fires: [],
    },
    {
      name: 'a newer version is set up after the earlier one',
      alert: 'LoggingBootstrapUndone',
      series: { ...completedAt(earlier, '60x100'), ...completedAt(now, '_x10 600x100') },
      fires: [],
    },
    {
      name: 'a Job of another name is complete later',
      alert: 'LoggingBootstrapUndone',
      series: { ...completedAt(now, '60x100'), ...completedAt('search-bootstrap-backup', '600x100') },
      fires: [],
    },
  ]);

  it.each([[['kube-state-metrics']], [[]]])('may run on shards, whatever these scrape whole: %s', (completeJobs) => {
    expect(validateRuleGroups(loggingBootstrapRules(options), { shards: { completeJobs } })).toEqual([]);
  });

  it('says of a Job that failed what may be so without what it does', () => {
    const said = (undone?: string) =>
      loggingBootstrapRules({ ...options, undone })[0]?.alerts?.[0]?.description?.replace(/ kubectl.*/, '');
    expect(said()).toBe('What it should have set up is as before, or set up by half.');
    expect(said('users may lack')).toBe('What it should have set up is as before, or set up by half: users may lack.');
  });

  it('points at the public pages on Jobs, or at its own ones elsewhere', () => {
    const urls = (runbookBaseUrl?: string) =>
      loggingBootstrapRules({ ...options, runbookBaseUrl })[0]?.alerts?.map(({ runbookUrl }) => runbookUrl);
    const upstream = 'https://runbooks.prometheus-operator.dev/runbooks/kubernetes';
    expect(urls()).toEqual([
      `${upstream}/kubejobfailed`,
      `${upstream}/kubejobcompletion`,
      `${upstream}/kubejobcompletion`,
    ]);
    expect(urls('https://wiki.example.com')?.[2]).toBe(
      'https://wiki.example.com/logging-bootstrap/loggingbootstrapundone',
    );
  });
});
