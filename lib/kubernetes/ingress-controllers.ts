import type { Problem } from '../model/problem';
import type { Exposure } from './exposure';

/** What requests are led to. */
export interface ExposedPage {
  /** Whether the pods speak TLS. */
  readonly tls: boolean;
  /** Path that answers 200 without a login when the page is ready. @default - the health checks of the controller stay as they are */
  readonly statusPath?: string;
}

type Annotations = Readonly<Record<string, string>>;

/** An Ingress controller, by what of it has to fit the pods behind it. Names of annotations are without their prefix. */
interface IngressController {
  /** The class it has as a rule. */
  readonly className: string;
  /** What its annotations begin with. */
  readonly prefix: string;
  /** Has no pods that connect: what is in front is outside of the cluster. */
  readonly outside?: boolean;
  /** Without these no request arrives. */
  readonly needs: (page: ExposedPage) => Annotations;
  /** What is better, where nothing else is said. */
  readonly suits?: (page: ExposedPage) => Annotations;
  /** What it takes by itself. */
  readonly assumes: Annotations;
}

const protocolOf = ({ tls }: ExposedPage) => (tls ? 'HTTPS' : 'HTTP');

const CONTROLLERS: readonly IngressController[] = [
  {
    className: 'nginx',
    prefix: 'nginx.ingress.kubernetes.io/',
    needs: (page) => ({ 'backend-protocol': protocolOf(page) }),
    assumes: { 'backend-protocol': 'HTTP' },
  },
  {
    className: 'alb',
    prefix: 'alb.ingress.kubernetes.io/',
    outside: true,
    needs: (page) => ({
      'backend-protocol': protocolOf(page),
      'healthcheck-protocol': protocolOf(page),
      // The other one, `instance`, is for Services with a port on each node.
      'target-type': 'ip',
    }),
    suits: ({ statusPath }): Annotations => (statusPath === undefined ? {} : { 'healthcheck-path': statusPath }),
    assumes: { 'backend-protocol': 'HTTP', 'healthcheck-protocol': 'HTTP' },
  },
];

/** The annotation that named the class before Ingresses had a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** By its class, or else by its annotations, since a class can have any name. */
function controllerOf({ annotations = {}, ingressClassName }: Exposure): IngressController | undefined {
  const names = Object.keys(annotations);
  const given = ingressClassName ?? annotations[CLASS_ANNOTATION];
  const named = CONTROLLERS.find(({ className }) => className === given);
  // Another controller has the class `nginx`, too.
  if (named !== undefined && !names.some((name) => name.startsWith('nginx.org/'))) return named;
  return CONTROLLERS.find(({ prefix }) => names.some((name) => name.startsWith(prefix)));
}

/** The annotations of an Ingress: those that its controller needs, and over them what is given. */
export function ingressAnnotations(exposure: Exposure, page: ExposedPage): Annotations {
  const controller = controllerOf(exposure);
  if (controller === undefined) return exposure.annotations ?? {};
  const { prefix, needs, suits, assumes } = controller;
  const told = Object.entries({ ...needs(page), ...suits?.(page) }).filter(([name, value]) => assumes[name] !== value);
  return { ...Object.fromEntries(told.map(([name, value]) => [`${prefix}${name}`, value])), ...exposure.annotations };
}

/** What of an annotation's own name speaks of the way from the controller to the pods, and not of that of the browser. */
const OF_BACKENDS = /backend|server|service|upstream|protocol|termination/i;

/** Checks that the controller of an Ingress reaches the pods. */
export function validateIngressController(prop: string, exposure: Exposure, page: ExposedPage): Problem[] {
  const controller = controllerOf(exposure);
  if (controller === undefined) return page.tls ? validateUnknown(prop, exposure) : [];
  const { prefix, needs, outside, className } = controller;
  const wrong = Object.entries(needs(page)).flatMap(([name, value]): Problem[] => {
    const given = exposure.annotations?.[`${prefix}${name}`];
    if (given === undefined || String(given).toUpperCase() === value.toUpperCase()) return [];
    const why = name === 'target-type' ? 'the Service has no port on the nodes' : `the pods speak ${protocolOf(page)}`;
    return [
      {
        what: `'${prop}.annotations' sets '${prefix}${name}' to '${given}', and ${why}`,
        fix: `leave it out, or use '${value}'`,
      },
    ];
  });
  return [
    ...wrong,
    ...(outside && exposure.controllerPods !== undefined
      ? [
          {
            what: `'${prop}.controllerPods' is set, and requests come from outside of the cluster with the controller '${className}'`,
            fix: 'leave it out',
          },
        ]
      : []),
  ];
}

/** TLS of the pods that nobody tells an unknown controller of is a page that never opens. */
function validateUnknown(prop: string, { annotations, serviceAnnotations, ingressClassName }: Exposure): Problem[] {
  const names = Object.keys({ ...annotations, ...serviceAnnotations });
  if (names.some((name) => OF_BACKENDS.test(name.slice(name.indexOf('/') + 1)))) return [];
  const its = ingressClassName === undefined ? "the cluster's default class" : `class '${ingressClassName}'`;
  const known = CONTROLLERS.map(({ className }) => `'${className}'`).join(' or ');
  return [
    {
      what: `'${prop}' leads to pods that speak TLS, and nothing tells that to the Ingress controller of ${its}`,
      fix: `say it in 'annotations' or 'serviceAnnotations' as that controller reads it, such as { 'haproxy.org/server-ssl': 'true' }, or name the class if it is ${known}`,
    },
  ];
}
