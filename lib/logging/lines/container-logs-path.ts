import { plainPath } from '../../model/plain-path';
import type { Problem } from '../../model/problem';

/** What agents have at the same path as their nodes, and what their images have. */
const MOUNTED = ['/var/log', '/run/log', '/etc/machine-id', '/fluent-bit'];

/** Two mounts of one path are refused by Kubernetes, and the agent writes to its own folder alone. */
export function validateContainerLogsPath(path: string | undefined, statePath: string): Problem[] {
  if (path === undefined) return [];
  const what = `'containerLogsPath' is '${path}'`;
  const fix = "use the folder of the container runtime itself, such as '/var/lib/docker/containers'";
  const mounted = MOUNTED.find((folder) => isInside(path, folder));
  return [
    ...(mounted === undefined ? [] : [{ what: `${what}, and agents have '${mounted}' as it is`, fix }]),
    ...(isInside(path, statePath) || isInside(statePath, path)
      ? [{ what: `${what} and 'statePath' is '${statePath}', one inside of the other`, fix }]
      : []),
  ];
}

const isInside = (path: string, folder: string) => `${plainPath(path)}/`.startsWith(`${plainPath(folder)}/`);
