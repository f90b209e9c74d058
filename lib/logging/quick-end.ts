/** Name of the function that leaves records as they are. */
export const QUICK_END_CALL = 'leave';

/**
 * At its end Fluent Bit forgets where it was in files that were rotated while it ran, and would read those that are still
 * there again. So the process ends where filters do, which is after what could be sent is sent and before inputs clean up:
 * as if it was killed then, and what waits is on disk. Not in its first seconds: there it ends of what is wrong.
 */
export const QUICK_END = `local started = os.time()
local found, ffi = pcall(require, "ffi")
if found and newproxy then
  ffi.cdef("void _exit(int status);")
  at_end = newproxy(true)
  getmetatable(at_end).__gc = function()
    if os.time() - started >= 2 then ffi.C._exit(0) end
  end
end

function ${QUICK_END_CALL}(tag, timestamp, record)
  return 0, timestamp, record
end
`;
