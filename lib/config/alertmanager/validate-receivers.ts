import { nearest } from '../../model/nearest';
import { type Problem, within } from '../../model/problem';
import { GLOBAL_SECRETS, GLOBAL_SETTINGS, INTEGRATION_SECRETS } from './integrations';
import type { AlertmanagerConfig, IntegrationConfig, ReceiverConfig } from './model';
import { validateSecrets } from './validate-secrets';

/** Checks receivers and `global`: integrations that Alertmanager knows and that are there, and no credential in the text. */
export function validateReceivers(config: AlertmanagerConfig): Problem[] {
  return [
    ...within('global', validateGlobal(config.global ?? {})),
    ...config.receivers.flatMap((receiver) => within(`receiver '${receiver.name}'`, validateReceiver(receiver))),
  ];
}

function validateGlobal(global: Readonly<Record<string, unknown>>): Problem[] {
  return [
    ...validateSecrets(global, GLOBAL_SECRETS),
    ...Object.keys(global)
      .filter((key) => !GLOBAL_SETTINGS.includes(key))
      .map((key) => ({
        what: `'${key}' is no setting that Alertmanager knows there`,
        fix: `use one such as '${nearest(key, GLOBAL_SETTINGS) ?? 'smtp_smarthost'}'`,
      })),
  ];
}

function validateReceiver(receiver: ReceiverConfig): Problem[] {
  const { name, ...kinds } = receiver;
  return [
    ...(name === '' ? [{ what: 'has no name', fix: "name it, such as 'default'" }] : []),
    ...Object.entries(kinds).flatMap(([kind, integrations]) => validateIntegrations(kind, integrations)),
  ];
}

function validateIntegrations(kind: string, integrations: readonly IntegrationConfig[]): Problem[] {
  const secrets = INTEGRATION_SECRETS.get(kind);
  if (!secrets) {
    return [
      {
        what: `'${kind}' is no kind of integration`,
        fix: `use one of ${[...INTEGRATION_SECRETS.keys()].map((known) => `'${known}'`).join(', ')}`,
      },
    ];
  }
  if (integrations.length === 0) {
    return [
      { what: `'${kind}' is empty`, fix: 'fill it; leave it out only in a receiver that is meant to drop its alerts' },
    ];
  }
  return integrations.flatMap((integration, i) => within(`${kind} ${i + 1}`, validateSecrets(integration, secrets)));
}
