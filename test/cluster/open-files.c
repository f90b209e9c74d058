// Preloaded into a program, lets it believe that it may open 65535 files: for machines that allow fewer, and nobody there can raise
// the limit. Elasticsearch's members refuse to start with less, and a test opens a few hundred.
#define _GNU_SOURCE
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CLAIMED = 65535 };

int getrlimit64(__rlimit_resource_t resource, struct rlimit64 *limit) {
  const int result = (int)syscall(SYS_prlimit64, 0, resource, NULL, limit);
  if (result == 0 && resource == RLIMIT_NOFILE) limit->rlim_cur = limit->rlim_max = CLAIMED;
  return result;
}

int getrlimit(__rlimit_resource_t resource, struct rlimit *limit) {
  return getrlimit64(resource, (struct rlimit64 *)limit);
}
