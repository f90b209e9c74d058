import { Severity } from '../../lib';
import { refuses, rules, server } from './tools';

const alert = {
  alert: 'ShopDown',
  expr: 'up == 0',
  severity: Severity.CRITICAL,
  summary: 'Down.',
  description: 'Look.',
  runbookUrl: 'https://runbooks.example.com/shop',
};
const pods = { port: 'metrics' };

describe('alerts on the absence of jobs refuse', () => {
  refuses([
    [
      'a group of the same name, which would vanish',
      rules({ name: 'absent-jobs', alerts: [alert] }),
      "chart/Prometheus: group 'absent-jobs' has the name of the alerts on jobs without targets, which Prometheus gets by itself; give it another name, such as 'absent-orders'",
    ],
    [
      'job names that give one alert name',
      server((prometheus) => {
        prometheus.addScrapeJob({ name: 'a-b', pods });
        prometheus.addScrapeJob({ name: 'a.b', pods });
      }),
      "chart/Prometheus: scrape job 'a.b': the alert on its absence is 'ABDown', as is that of job 'a-b'; set 'absence.alert' to a name of its own",
    ],
    [
      "the alert name of another job's",
      server((prometheus) => {
        prometheus.addScrapeJob({ name: 'shop', pods });
        prometheus.addScrapeJob({ name: 'cart', pods, absence: { alert: 'ShopDown' } });
      }),
      "chart/Prometheus: scrape job 'cart': the alert on its absence is 'ShopDown', as is that of job 'shop'; set 'absence.alert' to a name of its own",
    ],
    [
      'an alert of the same name and labels',
      server((prometheus) => {
        prometheus.addRules({ name: 'shop', alerts: [{ ...alert, labels: { job: 'shop' } }] });
        prometheus.addScrapeJob({ name: 'shop', pods });
      }),
      "Validation failed with the following errors:\n  [chart/Prometheus] group 'absent-jobs': alert 'ShopDown' is there in group 'shop' as well, with the same labels; remove one, or tell them apart by a label or their severity",
    ],
  ]);
});
