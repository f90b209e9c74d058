import type { ContainerManifest, PodDraft } from '../kubernetes/pod-draft';

/** The container that runs nginx: the named one, or the only one that looks like it. Notes the problem if there is none. */
export function findNginx(pod: PodDraft, name: string | undefined): ContainerManifest | undefined {
  const { containers } = pod.pod.spec;
  const there = containers.map((container) => `'${container.name}'`).join(', ');
  if (name !== undefined) {
    const named = containers.find((container) => container.name === name);
    if (named) return named;
    const fix = `use one of its containers: ${there}`;
    pod.addProblems({ what: `'nginxContainer' is '${name}', which the ${pod.workload} does not have`, fix });
    return undefined;
  }
  const [only, second] = containers.filter(looksLikeNginx);
  if (only && !second) return only;
  pod.addProblems(
    only
      ? {
          what: `the ${pod.workload} has several containers with nginx, '${only.name}' and '${second?.name}'`,
          fix: `set 'nginxContainer' to one of them`,
        }
      : {
          what: `the ${pod.workload} has no container with nginx; it has ${there}`,
          fix: `set 'nginxContainer' if one of them runs nginx by another name`,
        },
  );
  return undefined;
}

/** `nginx`, `nginxinc/nginx-unprivileged:1.29`, `openresty/openresty`; not `nginx/nginx-prometheus-exporter`. */
const looksLikeNginx = ({ name, image = '' }: ContainerManifest) =>
  name === 'nginx' || /^(?:nginx|nginx-unprivileged|openresty)$/.test(repositoryOf(image));

const repositoryOf = (image: string) =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '');
