// utime, utimes, futimesat, utimensat in 32- and 64-bit form set access and modification times.
#include "guest.h"

static void show(const char *what) {
  struct statx s;
  statx(AT_FDCWD, "file", 0, STATX_BASIC_STATS, &s);
  say("%s: %lld.%09u %lld.%09u\n", what, (long long)s.stx_atime.tv_sec, s.stx_atime.tv_nsec,
      (long long)s.stx_mtime.tv_sec, s.stx_mtime.tv_nsec);
}

int main(void) {
  put_file("file", "", 0600);
  RAW(kcall(__NR_utime, "file", (int32_t[2]){100, 200}));
  show("utime");
  RAW(kcall(__NR_utimes, "file", (int32_t[4]){1, 2, 3, 4}));
  show("utimes");
  RAW(kcall(__NR_utimes, "file", (int32_t[4]){1, 1000000, 3, 4}));
  RAW(kcall(__NR_futimesat, AT_FDCWD, "file", (int32_t[4]){-5, 6, 7, 8}));
  show("futimesat");
  RAW(kcall(__NR_utimensat, AT_FDCWD, "file", (int32_t[4]){9, 10, 11, 12}, 0));
  show("utimensat");
  RAW(kcall(__NR_utimensat, AT_FDCWD, "file", (int32_t[4]){9, 0x3ffffffe, 13, 14}, 0));
  show("omit");
  RAW(kcall(__NR_utimensat_time64, AT_FDCWD, "file", (int64_t[4]){0x100000000LL, 15, 16, 17}, 0));
  show("time64");
  // The upper half of a 64-bit nanosecond field is padding for a 32-bit caller.
  RAW(kcall(__NR_utimensat_time64, AT_FDCWD, "file", (int64_t[4]){18, 0x7700000000LL + 19, 20, 21}, 0));
  show("padding");
  RAW(kcall(__NR_utimensat, AT_FDCWD, "file", (int32_t[4]){0, 1000000000, 0, 0}, 0));
  RAW(kcall(__NR_utimensat, AT_FDCWD, "absent", 0, 0));
  RAW(kcall(__NR_utimensat, AT_FDCWD, "file", 16, 0));
  RAW(kcall(__NR_utime, "file", 0));
  int fd = open("file", O_RDONLY);
  RAW(kcall(__NR_utimensat, fd, 0, (int32_t[4]){30, 31, 32, 33}, 0));
  show("by descriptor");
  return guest_status();
}
