/** Of a member with data, in a small cluster. Both amounts of memory are one: the heap is taken whole at the start. */
export const MEMBER_RESOURCES = { cpuRequest: '200m', memoryRequest: '2Gi', memoryLimit: '2Gi' };

/** Of a member that only votes. */
export const TIEBREAKER_RESOURCES = { cpuRequest: '50m', memoryRequest: '768Mi', memoryLimit: '768Mi' };
