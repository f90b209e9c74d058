import type { IntegrationConfig } from '../../config/alertmanager/model';
import type { EgressTarget } from '../../model/egress-target';
import { type Problem, within } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { shown } from '../../model/shown';
import { credentialFile } from '../credential-file';
import type { ReceiverBinding, TemplateText } from './receiver';

/** A credential of an integration. */
export interface Credential {
  /** The prop it comes from. */
  readonly prop: string;
  readonly secret?: SecretKey;
  /** @default false */
  readonly required?: boolean;
  /** What it is: `incoming webhook URL of Slack`. */
  readonly purpose: string;
}

/** One integration of a receiver, before it is checked. */
export interface Integration {
  readonly name: string;
  /** The list it belongs to. */
  readonly list: `${string}_configs`;
  /** As Alertmanager spells them; undefined ones are left out. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** More settings, which win. */
  readonly rawConfig?: Readonly<Record<string, unknown>>;
  readonly credentials: readonly Credential[];
  /** The props that Alertmanager expands as templates. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  readonly egress: readonly EgressTarget[];
  readonly problems: readonly Problem[];
}

/** What a receiver with one integration adds to a routing. */
export function bindIntegration(integration: Integration): ReceiverBinding {
  const { name, list, credentials, egress } = integration;
  const settings = withoutUndefined({ ...integration.settings, ...integration.rawConfig });
  const given = credentials.flatMap(({ secret, purpose }) =>
    secret ? [{ secret, purpose: `${purpose}, receiver ${name}` }] : [],
  );
  return {
    config: { name, ...({ [list]: [settings] } as Record<typeof list, IntegrationConfig[]>) },
    credentials: given,
    egress,
    templates: textsOf(integration),
    problems: within(`receiver ${shown(name)}`, [
      ...nameProblems(name),
      ...integration.problems,
      ...credentials.flatMap(credentialProblems),
    ]),
  };
}

/** What is wrong with the name of a receiver. */
export function nameProblems(name: string): Problem[] {
  if (typeof name === 'string' && name.trim() !== '') return [];
  return [{ what: 'its name is no text or empty', fix: "name it in the first argument, such as 'slack'" }];
}

function credentialProblems({ prop, secret, required: needed = false }: Credential): Problem[] {
  if (secret !== undefined || !needed) return validateSecretKey(prop, secret);
  return [
    {
      what: `'${prop}' is not set`,
      fix: "give the name of a Secret and one of its keys: { name: 'alertmanager', key: 'url' }",
    },
  ];
}

/** The path of a credential's file, if there is one. */
export const fileOf = (secret: SecretKey | undefined): string | undefined =>
  secret ? credentialFile(secret) : undefined;

function textsOf({ texts, rawConfig = {} }: Integration): TemplateText[] {
  const own = Object.entries(texts).flatMap(([prop, text]) => (text === undefined ? [] : [{ prop, text }]));
  return [...own, ...Object.entries(rawConfig).flatMap(([key, value]) => rawTexts(`rawConfig.${key}`, value))];
}

/** Which raw settings are templates is not known here; those with an action are meant to be. */
function rawTexts(prop: string, value: unknown): TemplateText[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ prop, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => rawTexts(`${prop}.${key}`, inner));
}

function withoutUndefined(settings: IntegrationConfig): IntegrationConfig {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** A problem if not exactly one of the props is set. */
export function exactlyOne(props: Readonly<Record<string, unknown>>): Problem[] {
  const names = Object.keys(props).map((prop) => `'${prop}'`);
  const set = Object.entries(props).filter(([, value]) => value !== undefined);
  if (set.length === 1) return [];
  const choice = names.join(' or ');
  return set.length === 0
    ? [{ what: `neither ${names.join(' nor ')} is set`, fix: `set ${choice}` }]
    : [{ what: `${set.map(([prop]) => `'${prop}'`).join(' and ')} are set together`, fix: `keep one of ${choice}` }];
}

/** A problem if a required text is missing or blank. */
export function required(prop: string, value: string | undefined, example: string): Problem[] {
  if (typeof value === 'string' && value.trim() !== '') return [];
  return [{ what: `'${prop}' is ${value === undefined ? 'not set' : 'empty'}`, fix: `set it, such as '${example}'` }];
}
