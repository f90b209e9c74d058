import type { Problem } from '../../model/problem';

const LABEL_NAME = /^[a-zA-Z_]\w*$/;
const KUBERNETES_LABEL_VALUE = /^(?:[a-zA-Z0-9](?:[-.\w]{0,61}[a-zA-Z0-9])?)?$/;
const KUBERNETES_LABEL_KEY = /^(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?\/)?[a-zA-Z0-9](?:[-.\w]{0,61}[a-zA-Z0-9])?$/;
/** Of a container: as IANA has service names. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** Whether every Prometheus takes it for the name of a label, and PromQL without quotes. */
export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name);
}

/** Checks labels that are to be put on series. */
export function validateLabels(prop: string, labels: Readonly<Record<string, string>> | undefined): Problem[] {
  return Object.entries(labels ?? {}).flatMap(([name, value]) => [
    ...(isLabelName(name) && !name.startsWith('__')
      ? []
      : [
          {
            what: `'${prop}' holds '${name}', which is no name for a label`,
            fix: "use letters, digits and '_', not '__' in front, such as 'team'",
          },
        ]),
    ...(typeof value === 'string' && value !== ''
      ? []
      : [
          {
            what: `'${prop}.${name}' is ${value === '' ? 'empty' : `'${value}'`}, which no label can be`,
            fix: 'give a text, or leave the label out',
          },
        ]),
  ]);
}

/** Checks labels by which objects of Kubernetes are selected. */
export function validateSelector(prop: string, labels: Readonly<Record<string, string>> | undefined): Problem[] {
  if (labels === undefined) return [];
  if (Object.keys(labels).length === 0)
    return [
      { what: `'${prop}' is empty, which selects everything`, fix: 'leave it out to mean that, or give a label' },
    ];
  return validateKubernetesLabels(prop, labels);
}

/** Checks labels that an object of Kubernetes bears. */
export function validateKubernetesLabels(prop: string, labels: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.entries(labels)
    .filter(([key, value]) => !KUBERNETES_LABEL_KEY.test(key) || !KUBERNETES_LABEL_VALUE.test(value))
    .map(([key, value]) => ({
      what: `'${prop}' holds '${key}: ${value}', which no object of Kubernetes can have`,
      fix: "use a label such as 'app.kubernetes.io/name: shop'",
    }));
}

/** Whether it may be the key of a label, and of a taint. */
export function isKubernetesLabelKey(key: string): boolean {
  return KUBERNETES_LABEL_KEY.test(key);
}

/** Checks the name of a container's port. */
export function validatePortName(prop: string, name: string | undefined): Problem[] {
  if (name === undefined || PORT_NAME.test(name)) return [];
  return [
    {
      what: `'${prop}' is '${name}', which no container's port can be named`,
      fix: "use at most 15 of 'a-z', '0-9' and '-', with a letter, such as 'http-metrics'",
    },
  ];
}

/** Checks a list that must hold something, and nothing twice; `meaning` is what people might take an empty one for. */
export function validateList(prop: string, list: readonly string[] | undefined, meaning: string): Problem[] {
  if (list === undefined) return [];
  if (list.length === 0) return [{ what: `'${prop}' is empty, which ${meaning}`, fix: 'leave it out, or fill it' }];
  const twice = [...new Set(list.filter((each, i) => list.indexOf(each) !== i))];
  return twice.map((each) => ({ what: `'${prop}' holds '${each}' twice`, fix: 'keep one' }));
}

const ADDRESS = /^(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9](?:[-.\w]*[a-zA-Z0-9])?\.?):(\d{1,5})$/;

/** Checks `host:port`. */
export function validateAddress(prop: string, address: string): Problem[] {
  const port = Number(ADDRESS.exec(address)?.[1] ?? 0);
  if (port >= 1 && port <= 65535) return [];
  return [
    {
      what: `'${prop}' is '${address}', which is no host and port`,
      fix: "use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    },
  ];
}

/** Checks `host:port` of several; there must be some. */
export function validateAddresses(prop: string, addresses: readonly string[]): Problem[] {
  return [
    ...validateList(prop, addresses, 'names no host'),
    ...addresses.flatMap((address, i) => validateAddress(`${prop}[${i}]`, address)),
  ];
}
