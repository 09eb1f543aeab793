// getrlimit, ugetrlimit, setrlimit and prlimit64: 32-bit clamps and infinities.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  uint32_t a[2], b[2];
  uint64_t c[2], d[2];
  uint64_t set[2] = {0x123456789ull, ~0ull};
  RAW(kcall(__NR_prlimit64, 0, RLIMIT_FSIZE, set, c));
  RAW(kcall(__NR_getrlimit, RLIMIT_FSIZE, a));
  RAW(kcall(__NR_ugetrlimit, RLIMIT_FSIZE, b));
  say("old %x %x new %x %x\n", a[0], a[1], b[0], b[1]);
  RAW(kcall(__NR_prlimit64, 0, RLIMIT_FSIZE, 0, c));
  say("%llx %llx\n", (long long)c[0], (long long)c[1]);
  uint32_t s[2] = {0xfffffffe, 0xffffffff};
  RAW(kcall(__NR_setrlimit, RLIMIT_FSIZE, s));
  RAW(kcall(__NR_prlimit64, getpid(), RLIMIT_FSIZE, 0, c));
  say("%llx %llx\n", (long long)c[0], (long long)c[1]);
  s[0] = s[1] = 50;
  RAW(kcall(__NR_setrlimit, RLIMIT_CORE, s));
  s[0] = 51;
  RAW(kcall(__NR_setrlimit, RLIMIT_CORE, s));
  RAW(kcall(__NR_ugetrlimit, 99, b));
  RAW(kcall(__NR_getrlimit, 99, b));
  RAW(kcall(__NR_ugetrlimit, 0, 16));
  RAW(kcall(__NR_setrlimit, 0, 16));
  RAW(kcall(__NR_prlimit64, 0x7ffffff0, 0, 0, d));
  for (int i = 0; i < RLIM_NLIMITS; i++) {
    struct rlimit64 l;
    getrlimit64((__rlimit_resource_t)i, &l);
    if (i != RLIMIT_NPROC && i != RLIMIT_SIGPENDING && i != RLIMIT_CORE) say("%d: %llx %llx\n", i, (long long)l.rlim_cur, (long long)l.rlim_max);
  }
  return guest_status();
}
