type Data = Record<string, unknown>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((data, key) => (isData(data) ? data[key] : undefined), value);

/** kubectl keeps the whole object in one annotation, and annotations of an object may hold this much. */
const maxBytes = 262_144;
/** What the cluster fills in: in a manifest it makes every later diff dirty. */
const clusterFields = [
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];
/** Labels and annotations by which a delivery tool marks its own objects. */
const trackingKeys = [
  'app.kubernetes.io/instance',
  'argocd.argoproj.io/instance',
  'argocd.argoproj.io/tracking-id',
  'kubectl.kubernetes.io/last-applied-configuration',
];
const secretLooks: readonly [string, RegExp][] = [
  ['a Slack webhook', /hooks\.slack\.com\/(services|workflows)\/[A-Za-z0-9]/],
  ['a Slack token', /\bxox[abeoprs]-[0-9A-Za-z-]{8,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ['an AWS access key', /\bA(KI|SI)A[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(gh[opsu]_[A-Za-z0-9]{36}|github_pat_\w{22,})/],
  ['a Telegram bot token', /\b\d{8,10}:[A-Za-z0-9_-]{35}\b/],
  ['a Discord webhook', /discord(app)?\.com\/api\/webhooks\/\d/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/],
];

/** Every object inside a value, the value itself first, with its path. */
function objectsIn(value: unknown, path = ''): [string, Data][] {
  if (!isData(value)) return [];
  return [[path || '/', value], ...Object.entries(value).flatMap(([key, each]) => objectsIn(each, `${path}/${key}`))];
}

/** The image references of all containers anywhere in a manifest. */
export function imagesOf(manifest: Data): string[] {
  return objectsIn(manifest).flatMap(([, data]) =>
    ['containers', 'initContainers'].flatMap((list) => {
      const containers = data[list];
      return Array.isArray(containers) ? containers.map((container) => String(at(container, 'image'))) : [];
    }),
  );
}

function imageProblems(manifest: Data, table: readonly string[]): string[] {
  return imagesOf(manifest).flatMap((image) => {
    const fixed = /@sha256:[0-9a-f]{64}$/.test(image) || /:[\w][\w.-]*$/.test(image);
    if (!fixed || /:latest$/.test(image)) return [`runs '${image}'; pin a version`];
    return table.includes(image) ? [] : [`runs '${image}', which the table of images does not have; add it there`];
  });
}

function fieldProblems(manifest: Data): string[] {
  const metadata = objectsIn(manifest).filter(([path]) => path.endsWith('/metadata'));
  return [
    ...('status' in manifest ? ["sets 'status', which the cluster fills; leave it out"] : []),
    ...metadata.flatMap(([path, data]) =>
      clusterFields
        .filter((field) => field in data)
        .map((field) => `sets '${path}/${field}', which the cluster fills; leave it out`),
    ),
    ...metadata.flatMap(([path, data]) =>
      trackingKeys
        .filter(
          (key) => (isData(data.labels) && key in data.labels) || (isData(data.annotations) && key in data.annotations),
        )
        .map((key) => `sets '${key}' in ${path}, by which a delivery tool tracks its objects; use another`),
    ),
  ];
}

/** The text of a manifest and of what its data holds in base64. */
function textsOf(manifest: Data): string {
  const data = manifest.kind === 'Secret' && isData(manifest.data) ? Object.values(manifest.data) : [];
  return [JSON.stringify(manifest), ...data.map((each) => Buffer.from(String(each), 'base64').toString())].join('\n');
}

/** What a manifest breaks of the conventions that a schema cannot tell; `table` is the images that are allowed. */
export function conventionProblems(manifest: Data, table: readonly string[]): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(manifest));
  const texts = textsOf(manifest);
  const name = [at(manifest, 'metadata', 'namespace'), at(manifest, 'metadata', 'name')].filter(Boolean).join('/');
  return [
    ...imageProblems(manifest, table),
    ...fieldProblems(manifest),
    ...(bytes > maxBytes ? [`has ${bytes} bytes, and kubectl apply takes ${maxBytes}; split it`] : []),
    ...secretLooks.filter(([, look]) => look.test(texts)).map(([what]) => `holds ${what}; refer to a Secret`),
  ].map((problem) => `${manifest.kind} ${name} ${problem}`);
}
