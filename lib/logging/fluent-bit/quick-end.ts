/** Name of the function that leaves records as they are. */
export const QUICK_END_CALL = 'leave';

/**
 * At its end Fluent Bit forgets where it was in files that were rotated while it ran, and would read those that are still
 * there again. So the process ends where filters do, which is after the time in which outputs send and before inputs clean
 * up: as if it was killed then, and what waits is on disk. It is not for outputs that send at their own end, and does
 * nothing in the first moments before the first record: what ends then ends of what is wrong, and should say so. Later it
 * does without a record, as an agent may see none of those that are asked for.
 */
export const QUICK_END = `local reads = false
local began = os.time()
local found, ffi = pcall(require, "ffi")
if found and newproxy then
  ffi.cdef("void _exit(int status);")
  at_end = newproxy(true)
  getmetatable(at_end).__gc = function()
    if reads or os.time() - began > 1 then ffi.C._exit(0) end
  end
end

function ${QUICK_END_CALL}(tag, timestamp, record)
  reads = true
  return 0, timestamp, record
end
`;
