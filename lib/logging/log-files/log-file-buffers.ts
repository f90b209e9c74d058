import type { ContainerResources } from '../../kubernetes/resources';
import type { Problem } from '../../model/problem';
import { parseQuantity } from '../../model/units';

const MEBIBYTE = 1024 ** 2;
/** What the program takes, with a line of the longest kind in each of a few files. */
const BASE_BYTES = 48 * MEBIBYTE;
/** A chunk, and the same once more while an output writes it. */
const CHUNK_BYTES = 2 * 2_000_000;
const CHUNKS = { fewest: 4, most: 16 };

/** How many chunks wait at once. When they are full, reading waits: what is not read yet is in the files. */
export function chunksIn({ memoryLimit }: ContainerResources = {}): number {
  if (memoryLimit === undefined) return CHUNKS.most;
  const fitting = Math.floor(((parseQuantity(memoryLimit) ?? 0) - BASE_BYTES) / CHUNK_BYTES);
  return Math.min(Math.max(fitting, CHUNKS.fewest), CHUNKS.most);
}

const memoryFor = (chunks: number) => Math.ceil((BASE_BYTES + chunks * CHUNK_BYTES) / MEBIBYTE);

/** What the sidecar asks for unless told otherwise. */
export const LOG_FILE_RESOURCES = {
  cpuRequest: '10m',
  memoryRequest: '32Mi',
  memoryLimit: `${memoryFor(CHUNKS.most)}Mi`,
};

/** Checks whether the fewest chunks fit into a memory limit. */
export function validateLogFileMemory({ memoryLimit }: ContainerResources = {}): Problem[] {
  const least = memoryFor(CHUNKS.fewest);
  const bytes = memoryLimit === undefined ? undefined : parseQuantity(memoryLimit);
  // Below 1Mi a unit was forgotten, which another check says.
  if (bytes === undefined || bytes < MEBIBYTE || bytes >= least * MEBIBYTE) return [];
  return [
    {
      what: `'resources.memoryLimit' is '${memoryLimit}', in which the lines that wait have no room`,
      fix: `use '${least}Mi' or more, or leave it out`,
    },
  ];
}
