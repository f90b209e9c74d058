import type { AlertmanagerConfig } from '../../../lib/config/alertmanager/model';
import { validateAlertmanagerConfig } from '../../../lib/config/alertmanager/validate';
import { itWithTool } from '../../tools/tool';
import { configWith, verdicts } from './judge';

/** A bad configuration, all that is said about it, and what Alertmanager makes of it. */
export type Refusal = readonly [
  title: string,
  config: Partial<AlertmanagerConfig>,
  problems: readonly string[],
  amtool: 'amtool refuses' | 'amtool takes it',
];

/** Whether all that is said about each configuration is what is expected, and whether Alertmanager agrees as written. */
export function itRefuses(refusals: readonly Refusal[]): void {
  test.each(refusals)('refuses %s', (_, config, problems) => {
    expect(validateAlertmanagerConfig(configWith(config)).map(({ what, fix }) => `${what}; ${fix}`)).toEqual(problems);
  });

  itWithTool(
    'amtool',
    'refuses all that Alertmanager refuses, and knows what that takes in silence',
    async (amtool) => {
      const said = await verdicts(
        amtool,
        refusals.map(([, config]) => configWith(config)),
      );
      expect(refusals.map(([title], i) => [title, said[i] === '' ? 'amtool takes it' : 'amtool refuses'])).toEqual(
        refusals.map(([title, , , amtool]) => [title, amtool]),
      );
    },
  );
}

/** Configurations that are accepted without a word, also by Alertmanager. */
export function itAccepts(configs: readonly (readonly [string, Partial<AlertmanagerConfig>])[]): void {
  test.each(configs)('accepts %s', (_, config) => {
    expect(validateAlertmanagerConfig(configWith(config))).toEqual([]);
  });

  itWithTool('amtool', 'accepts nothing that Alertmanager refuses', async (amtool) => {
    const said = await verdicts(
      amtool,
      configs.map(([, config]) => configWith(config)),
    );
    expect(said.map((verdict, i) => [configs[i]?.[0], verdict])).toEqual(configs.map(([title]) => [title, '']));
  });
}
