import type { IReceiver } from '../../../lib/alerting/receivers/receiver';
import { validateAlertmanagerTemplate } from '../../../lib/config/go-template/alertmanager-template';
import { toYaml } from '../../../lib/config/yaml';
import type { Tool } from '../../tools/tool';
import { checkConfig } from '../amtool';

/** The problems of a receiver's props and of its templates, as people read them. */
export function problemsOf(receiver: IReceiver): string[] {
  const { problems, templates } = receiver.bind();
  return [...problems, ...templates.flatMap(({ prop, text }) => validateAlertmanagerTemplate(prop, text))].map(
    ({ what, fix }) => `${what}; ${fix}`,
  );
}

/** What amtool has against a configuration with this receiver alone; '' if nothing. */
export function refusal(amtool: Tool, receiver: IReceiver): string {
  const config = { route: { receiver: receiver.name }, receivers: [receiver.bind().config] };
  const { status, stdout, stderr } = checkConfig(amtool, { 'alertmanager.yaml': toYaml(config) });
  return status === 0 ? '' : stdout + stderr;
}

/** The settings of a receiver's only integration. */
export function settingsOf(receiver: IReceiver): Readonly<Record<string, unknown>> {
  const { name: _, ...lists } = receiver.bind().config;
  return Object.values(lists).flat()[0] ?? {};
}

/** One of these settings that is a template. */
export const textOf = (receiver: IReceiver, setting: string): string => String(settingsOf(receiver)[setting]);
