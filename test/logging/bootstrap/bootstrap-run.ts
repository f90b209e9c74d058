import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../tools/program';
import { type Manifest, only } from '../../tools/synth';

/** How a Job's pod ended, and what it said. */
export interface JobRun {
  readonly code: number | null;
  readonly output: string;
}

/** Waits until the pod has said a text. */
type Said = (text: string) => Promise<unknown>;

/** The values of Secrets by name and key. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Runs the command of a Job's container once, as the kubelet would: with its environment and its volumes, which are
 * folders of this machine.
 */
export async function runJob(
  manifests: readonly Manifest[],
  {
    secrets,
    env = {},
    during,
  }: { secrets: Secrets; env?: Record<string, string>; during?: (folder: string, said: Said) => Promise<void> },
): Promise<JobRun> {
  const pod = only(manifests, 'Job').spec.template.spec;
  const [container] = pod.containers;
  const root = mkdtempSync(join(tmpdir(), 'job-'));
  for (const { name, mountPath } of container.volumeMounts) {
    const folder = join(root, mountPath);
    mkdirSync(folder, { recursive: true });
    const volume = pod.volumes.find((each: Manifest) => each.name === name);
    const maps = volume.projected?.sources ?? (volume.configMap ? [volume] : []);
    const files = {
      ...(volume.secret ? secrets[volume.secret.secretName] : {}),
      ...Object.assign({}, ...maps.map(({ configMap }: Manifest) => only(manifests, 'ConfigMap', configMap.name).data)),
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text as string);
  }
  const moved = (text: string) => (/^\/(?:bootstrap|secrets|tmp)(?:\/|$)/.test(text) ? join(root, text) : text);
  const variables = Object.fromEntries(container.env.map(({ name, value }: Manifest) => [name, moved(value)]));
  const [program, ...args] = container.command.map(moved);
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...variables, WAIT_SECONDS: '2', PATIENCE_SECONDS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said: Said = (text) => eventually(`saying '${text}'`, () => output.includes(text), { evidence: () => output });
  await during?.(root, said);
  const code = await ended;
  rmSync(root, { recursive: true, force: true });
  return { code, output };
}
