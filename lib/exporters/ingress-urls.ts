import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Problem, refuse } from '../model/problem';
import { shown } from '../model/shown';

interface IngressManifest {
  readonly kind?: string;
  readonly spec?: {
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly { readonly path?: string; readonly pathType?: string }[] };
    }[];
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  };
}

/**
 * The URLs of an Ingress for probes, one a host: https where `spec.tls` names the host, and the shortest of its paths.
 * Reads the Ingress as it is now, so it is asked when all rules have been added. Hosts with a wildcard, and rules for any
 * host, have no URL.
 *
 * @param ingress of cdk8s-plus of any version, of the typed classes, or an ApiObject
 */
export function ingressUrls(ingress: IConstruct, options: { readonly path?: string } = {}): string[] {
  const where = ingress?.node?.path ?? 'ingressUrls';
  const manifest = manifestOf(ingress);
  refuse(where, validateIngress(ingress, manifest, options.path));
  const { rules = [], tls = [] } = manifest?.spec ?? {};
  const names = new Set(rules.map(({ host }) => host).filter(isName));
  return [...names].map((name) => {
    const scheme = tls.some(({ hosts }) => covers(hosts, name)) ? 'https' : 'http';
    const paths = rules.filter(({ host }) => host === name).flatMap(({ http }) => http?.paths ?? []);
    return `${scheme}://${name}${options.path ?? shortest(paths)}`;
  });
}

const isName = (host: string | undefined): host is string => host !== undefined && host !== '' && !host.includes('*');

/** An entry without hosts is for all that there are; a wildcard stands for one label. */
function covers(hosts: readonly string[] | undefined, host: string): boolean {
  if (!hosts || hosts.length === 0) return true;
  return hosts.some((each) => each === host || each === host.replace(/^[^.]+/, '*'));
}

/** Paths that are patterns of the controller's own kind are no paths of a URL. */
function shortest(paths: readonly { readonly path?: string; readonly pathType?: string }[]): string {
  const plain = paths
    .filter(({ path = '/', pathType }) => pathType !== 'ImplementationSpecific' || /^[\w./-]*$/.test(path))
    .map(({ path = '/' }) => path || '/');
  return plain.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? '/';
}

function validateIngress(
  ingress: IConstruct,
  manifest: IngressManifest | undefined,
  path: string | undefined,
): Problem[] {
  const example = "new k8s.KubeIngress(chart, 'Shop', { … })";
  if (manifest?.kind !== 'Ingress') {
    const what = manifest?.kind === undefined ? shown(ingress?.node?.path ?? ingress) : `a ${manifest.kind}`;
    return [{ what: `the ingress is ${what}, which is no Ingress`, fix: `give one, such as ${example}` }];
  }
  const { rules = [] } = manifest.spec ?? {};
  return [
    ...(rules.some(({ host }) => isName(host))
      ? []
      : [
          {
            what: 'the Ingress has no rule with the whole name of a host, so it has no URL',
            fix: 'add its rules before this, or write the URLs out',
          },
        ]),
    ...(path === undefined || /^\/[^\s]*$/.test(path)
      ? []
      : [{ what: `'path' is '${path}', which is no HTTP path`, fix: "begin it with '/', as in '/healthz'" }]),
  ];
}

/** By what it can do: `instanceof` fails for an object of another copy of cdk8s. */
function manifestOf(ingress: IConstruct): IngressManifest | undefined {
  const object = [ingress, ingress?.node?.defaultChild].find(
    (each): each is ApiObject => typeof (each as Partial<ApiObject> | undefined)?.toJson === 'function',
  );
  return object?.toJson() as IngressManifest | undefined;
}
