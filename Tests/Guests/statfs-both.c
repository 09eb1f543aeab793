// statfs and statfs64 (with its size argument) agree on what does not change.
#include "guest.h"

struct __attribute__((packed)) small {
  uint32_t type, bsize, blocks, bfree, bavail, files, ffree, fsid[2], namelen, frsize, flags, spare[4];
};
struct __attribute__((packed)) big {
  uint32_t type, bsize;
  uint64_t blocks, bfree, bavail, files, ffree;
  uint32_t fsid[2], namelen, frsize, flags, spare[4];
};

int main(void) {
  struct small s, fs;
  struct big b, fb;
  _Static_assert(sizeof s == 64 && sizeof b == 84, "layout");
  memset(&b, 0xaa, sizeof b);
  RAW(kcall(__NR_statfs64, "/proc", sizeof b, &b));
  say("%x %u %llu %u %u %x\n", b.type, b.bsize, (long long)b.blocks, b.namelen, b.frsize, b.flags);
  say("spare %x %x %x %x\n", b.spare[0], b.spare[1], b.spare[2], b.spare[3]);
  RAW(kcall(__NR_statfs, "/proc", &s));
  CHECK(s.type == b.type && s.namelen == b.namelen && s.fsid[0] == b.fsid[0]);
  int fd = open("/proc", O_RDONLY);
  RAW(kcall(__NR_fstatfs, fd, &fs));
  RAW(kcall(__NR_fstatfs64, fd, sizeof fb, &fb));
  CHECK(memcmp(&fs, &s, sizeof s) == 0 && memcmp(&fb, &b, sizeof b) == 0);
  RAW(kcall(__NR_statfs64, "/proc", 88, &b));
  RAW(kcall(__NR_statfs64, "/proc", 80, &b));
  RAW(kcall(__NR_statfs64, "absent", sizeof b, &b));
  RAW(kcall(__NR_statfs, "/proc", 16));
  RAW(kcall(__NR_statfs64, ".", sizeof b, &b));
  CHECK(b.blocks > 0 && b.bsize > 0);
  RAW(kcall(__NR_ustat, 0, &s));
  return guest_status();
}
