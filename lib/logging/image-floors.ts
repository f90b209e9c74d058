import { ImageName, type Images } from '../kubernetes/images';
import type { Problem } from '../model/problem';

/** The oldest version of a program that does what is told to it here. */
interface ImageFloor {
  readonly version: readonly [major: number, minor: number, patch: number];
  /** What is wrong with older ones. */
  readonly older: string;
  /** What else helps. @default - nothing */
  readonly otherwise?: string;
}

const FLOORS: Partial<Readonly<Record<ImageName, ImageFloor>>> = {
  // Before it, documents that Elasticsearch refuses inside of a bulk count as delivered, and nothing tells.
  [ImageName.FLUENT_BIT]: { version: [5, 1, 3], older: 'takes documents that Elasticsearch refuses for delivered' },
  [ImageName.ELASTICSEARCH]: {
    version: [9, 1, 0],
    older: 'does not know all that a bootstrap sets, such as the options of data streams',
    otherwise: ', or reach an older one as ExternalSearch',
  },
  [ImageName.KIBANA]: {
    version: [9, 1, 0],
    older: 'is older than each Elasticsearch that is set up here, and refuses those',
    otherwise: ', or reach the one of an older Elasticsearch as ExternalDashboards',
  },
};

/** Refuses an image that is too old, where its tag tells. */
export function validateImageFloor(images: Images | undefined, name: ImageName): Problem[] {
  const floor = FLOORS[name];
  if (floor === undefined || typeof images?.of !== 'function') return [];
  // A reference without a tag says nothing of its version, and one number may be a count of anything.
  const [, ...parts] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(images.versionOf(name) ?? '') ?? [];
  const version = parts.filter((part) => part !== undefined).map(Number);
  const { version: least, older, otherwise = '' } = floor;
  const differing = version.findIndex((part, i) => part !== least[i]);
  if (differing === -1 || (version[differing] as number) > (least[differing] as number)) return [];
  return [
    {
      what: `the image is '${images.of(name)}', which ${older}`,
      fix: `use version ${least.join('.')} or newer${otherwise}`,
    },
  ];
}
