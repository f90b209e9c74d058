/** How index files are read. */
export enum ElasticsearchMmap {
  /** By calls, which needs nothing of the nodes; somewhat slower on large indices. */
  OFF = 'off',
  /**
   * Mapped into memory. The nodes must allow `vm.max_map_count` 1048576 (at least 262144), which whoever runs the nodes sets;
   * a member on another node does not start.
   */
  NODE_TUNED = 'node-tuned',
}
