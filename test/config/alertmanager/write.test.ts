import { writeAlertmanagerConfig } from '../../../lib/config/alertmanager/write';
import { itWithTool } from '../../tools/tool';
import { configWith, verdicts, withConfigFiles } from './judge';

const CONFIG = configWith({
  global: { resolve_timeout: '5m' },
  templates: ['/etc/alertmanager/templates/*.tmpl'],
  route: {
    receiver: 'default',
    group_by: ['namespace'],
    routes: [
      { receiver: 'pager', matchers: ['severity="critical"', 'team=~"a|b"'], mute_time_intervals: ['weekend'] },
      { receiver: undefined, matchers: ['team="a\\"b"'], continue: true },
    ],
  },
  time_intervals: [{ name: 'weekend', time_intervals: [{ weekdays: ['saturday:sunday'], times: undefined }] }],
  receivers: [
    { name: 'default' },
    { name: 'pager', webhook_configs: [{ url_file: '/etc/alertmanager/secrets/pager/url', max_alerts: 5 }] },
  ],
});

describe('writeAlertmanagerConfig', () => {
  it('writes the parts in the order given and leaves out what is undefined', () => {
    expect(writeAlertmanagerConfig(CONFIG)).toBe(`route:
  receiver: default
  group_by:
    - namespace
  routes:
    - receiver: pager
      matchers:
        - severity="critical"
        - team=~"a|b"
      mute_time_intervals:
        - weekend
    - matchers:
        - team="a\\"b"
      continue: true
receivers:
  - name: default
  - name: pager
    webhook_configs:
      - url_file: /etc/alertmanager/secrets/pager/url
        max_alerts: 5
global:
  resolve_timeout: 5m
templates:
  - /etc/alertmanager/templates/*.tmpl
time_intervals:
  - name: weekend
    time_intervals:
      - weekdays:
          - saturday:sunday
`);
  });

  itWithTool(
    'amtool',
    'writes names and values that YAML could misread so that Alertmanager reads them',
    async (amtool) => {
      const names = [
        'null',
        '~',
        'yes',
        'off',
        '1e3',
        '0x10',
        '22:00',
        '2026-01-01',
        ' spaced ',
        '- dash',
        '#',
        'a: b',
        '"q"',
      ];
      const config = configWith({
        route: { receiver: 'default', routes: names.map((name, i) => ({ receiver: name, matchers: [`n="${i}"`] })) },
        receivers: ['default', ...names].map((name) => ({ name })),
        time_intervals: [
          {
            name: 'on',
            time_intervals: [
              {
                times: [{ start_time: '09:00', end_time: '24:00' }],
                days_of_month: ['1', '-1'],
                months: ['1:3'],
                years: ['2026'],
              },
            ],
          },
        ],
      });
      expect(await verdicts(amtool, [config])).toEqual(['']);
      await withConfigFiles([config], ([file]) => {
        const ask = (i: number) => amtool.ok(['config', 'routes', 'test', `--config.file=${file}`, `n=${i}`]);
        expect(names.map((_, i) => ask(i))).toEqual(names.map((name) => `${name}\n`));
      });
    },
  );
});
