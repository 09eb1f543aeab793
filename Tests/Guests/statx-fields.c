// statx answers with a mask, times, mode and sizes above 4 GiB.
#include "guest.h"

int main(void) {
  struct statx s;
  put_file("file", "abc", 0600);
  NEED(truncate64("file", 0x123456789LL) == 0);
  memset(&s, 0, sizeof s);
  RAW(kcall(__NR_statx, AT_FDCWD, "file", 0, STATX_BASIC_STATS, &s));
  say("mode %o nlink %u size %llx uid same %d\n", s.stx_mode, s.stx_nlink, (long long)s.stx_size, s.stx_uid == getuid());
  CHECK((s.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
  CHECK(s.stx_mtime.tv_sec > 1600000000);
  RAW(kcall(__NR_statx, AT_FDCWD, "absent", 0, STATX_ALL, &s));
  RAW(kcall(__NR_statx, AT_FDCWD, "file", 0x6000, STATX_ALL, &s));
  RAW(kcall(__NR_statx, AT_FDCWD, "file", 0, 0x80000000, &s));
  RAW(kcall(__NR_statx, AT_FDCWD, "file", 0, STATX_ALL, 16));
  return guest_status();
}
