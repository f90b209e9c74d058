import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageName, Images } from '../lib/kubernetes/images';
import { conventionProblems } from './guards/conventions';
import { repository } from './tools/app-folder';
import { distManifests } from './tools/dist';

const table = Object.values(ImageName).map((name) => Images.UPSTREAM.of(name));
const lockFile = () => readFileSync(join(repository, 'package-lock.json'), 'utf8');
const addressesIn = (text: string) => text.match(/"resolved": "https?:[^"]*"/g) ?? [];

test('dist/ keeps to the conventions', () => {
  const manifests = distManifests();
  expect(manifests.length).toBeGreaterThan(10);
  expect(
    manifests.flatMap(({ file, manifest }) => conventionProblems(manifest, table).map((each) => `${file}: ${each}`)),
  ).toEqual([]);
});

test('dist/ names no file by its place in a chain of dependent charts', () => {
  expect(distManifests().filter(({ file }) => /^dist\/\d{4}-/.test(file))).toEqual([]);
});

test('the lock file names packages without download addresses', () => {
  expect(addressesIn(lockFile())).toEqual([]);
  expect(addressesIn('"resolved": "https://registry.example.com/a.tgz"')).toHaveLength(1);
});

type LockFile = { readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }> };

/** Optional packages that a lock file knows of without an entry for them. */
function unlockedOptionals({ packages }: LockFile): string[] {
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const optional = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}));
  return [...new Set(optional)].filter((name) => !locked.has(name)).sort();
}

test("the lock file has every platform's packages, or npm ci refuses it", () => {
  expect(unlockedOptionals(JSON.parse(lockFile()) as LockFile)).toEqual([]);
  const incomplete = {
    packages: { a: { optionalDependencies: { b: '1', c: '1' } }, 'node_modules/x/node_modules/c': {} },
  };
  expect(unlockedOptionals(incomplete)).toEqual(['b']);
});

describe('the guard', () => {
  const pod = (image: string, metadata: object = {}) => ({
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'b' },
    spec: { template: { metadata, spec: { initContainers: [{ image: 'x/y:1' }], containers: [{ image }] } } },
  });
  const secret = (data: object) => ({ kind: 'Secret', metadata: { name: 'a' }, ...data });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['an image without a tag', pod('x/y'), "Deployment b/a runs 'x/y'; pin a version"],
    ['an image on a port without a tag', pod('x:5000/y'), "Deployment b/a runs 'x:5000/y'; pin a version"],
    ['the tag latest', pod('x/y:latest'), "Deployment b/a runs 'x/y:latest'; pin a version"],
    [
      'an unlisted image',
      pod('x/y:2'),
      "Deployment b/a runs 'x/y:2', which the table of images does not have; add it there",
    ],
    ['a status', { ...secret({}), status: {} }, "Secret a sets 'status', which the cluster fills; leave it out"],
    [
      'a template with a creation time',
      pod('x/y:1', { creationTimestamp: null }),
      "Deployment b/a sets '/spec/template/metadata/creationTimestamp', which the cluster fills; leave it out",
    ],
    [
      "Argo CD's label",
      pod('x/y:1', { labels: { 'app.kubernetes.io/instance': 'a' } }),
      "Deployment b/a sets 'app.kubernetes.io/instance' in /spec/template/metadata, by which a delivery tool tracks its objects; use another",
    ],
    [
      'a huge object',
      secret({ data: { a: 'x'.repeat(262_144) } }),
      'Secret a has 262201 bytes, and kubectl apply takes 262144; split it',
    ],
    [
      'a Slack webhook in base64',
      secret({ data: { a: base64('url: https://hooks.slack.com/services/T0/B0/x') } }),
      'Secret a holds a Slack webhook; refer to a Secret',
    ],
    [
      'a private key',
      secret({ stringData: { a: '-----BEGIN RSA PRIVATE KEY-----' } }),
      'Secret a holds a private key; refer to a Secret',
    ],
    [
      'a password in a URL',
      secret({ stringData: { a: 'https://me:secret@example.com' } }),
      'Secret a holds a password in a URL; refer to a Secret',
    ],
  ])('refuses %s', (_, manifest, problem) => {
    expect(conventionProblems(manifest, ['x/y:1'])).toEqual([problem]);
  });

  it('accepts a manifest that is in order', () => {
    expect(conventionProblems(pod('x/y:1', { labels: { 'app.kubernetes.io/name': 'a' } }), ['x/y:1'])).toEqual([]);
  });
});
