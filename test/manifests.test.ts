import { distManifests } from './tools/dist';
import { strictSchemas } from './tools/schemas';

test.each(['1.27', '1.34'] as const)(
  'every manifest in dist/ is one of Kubernetes %s, without unknown fields',
  (release) => {
    const check = strictSchemas(release);
    const manifests = distManifests();
    expect(manifests.length).toBeGreaterThan(10);
    expect(manifests.flatMap(({ file, manifest }) => check(manifest).map((problem) => `${file}: ${problem}`))).toEqual(
      [],
    );
  },
);
