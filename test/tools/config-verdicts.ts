import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type MountedContainer, mountConfigs } from './mounted';
import type { Manifest } from './synth';
import type { Tool } from './tool';

/** What the real programs say of a configuration; `complaint` is '' where they take it. */
export interface Verdict {
  readonly workload: string;
  readonly complaint: string;
}

function judged(
  manifests: readonly Manifest[],
  program: string,
  judge: (container: MountedContainer) => string,
): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'mounted-'));
  try {
    const containers = mountConfigs(manifests, folder).filter(({ name }) => name === program);
    return containers.map((container) => ({
      workload: container.workload,
      complaint: judge(container).replaceAll(container.root, ''),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `promtool check config` of each Prometheus, with the rule files that its pods see. */
export const checkPrometheusConfigs = (promtool: Tool, manifests: readonly Manifest[]): Verdict[] =>
  judged(manifests, 'prometheus', ({ configFile }) => {
    const { status, stdout, stderr } = promtool.run(['check', 'config', '--lint=none', configFile]);
    return status === 0 ? '' : `${stdout}${stderr}`;
  });

/** `promtool check rules --lint=all --lint-fatal` of each Prometheus; one without a single rule is a complaint. */
export const checkRules = (promtool: Tool, manifests: readonly Manifest[]): Verdict[] =>
  judged(manifests, 'prometheus', ({ configFile }) => {
    const {
      rule_files: [glob],
    } = load(readFileSync(configFile, 'utf8')) as { rule_files: [string] };
    const folder = glob.replace(/\/\*\.yaml$/, '');
    const files = readdirSync(folder).map((file) => join(folder, file));
    if (files.length === 0) return `${glob} matches no file`;
    const { status, stdout, stderr } = promtool.run(['check', 'rules', '--lint=all', '--lint-fatal', ...files]);
    return status === 0 ? '' : `${stdout}${stderr}`;
  });

/** `amtool check-config` of each Alertmanager, with the template files that its pods see. */
export const checkAlertmanagerConfigs = (amtool: Tool, manifests: readonly Manifest[]): Verdict[] =>
  judged(manifests, 'alertmanager', ({ configFile }) => {
    const { status, stdout, stderr } = amtool.run(['check-config', configFile]);
    return status === 0 ? '' : `${stdout}${stderr}`;
  });
