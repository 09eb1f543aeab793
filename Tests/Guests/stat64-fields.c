// stat64, lstat64, fstat64 and fstatat64 fill all 96 bytes in the kernel's layout.
#include "guest.h"

struct __attribute__((packed)) stat64_layout {
  uint64_t dev;
  uint8_t pad0[4];
  uint32_t ino32, mode, nlink, uid, gid;
  uint64_t rdev;
  uint8_t pad3[4];
  int64_t size;
  uint32_t blksize;
  uint64_t blocks;
  uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
  uint64_t ino;
};
_Static_assert(sizeof(struct stat64_layout) == 96, "the kernel's struct stat64 has 96 bytes");

static void show(const char *what, struct stat64_layout *s) {
  say("%s: mode %o nlink %u rdev %llx size %lld blksize %u blocks %llu ino same %d\n", what, s->mode, s->nlink,
      (unsigned long long)s->rdev, (long long)s->size, s->blksize, (unsigned long long)s->blocks, s->ino32 == (uint32_t)s->ino);
}

int main(void) {
  struct stat64_layout a[2], b, c;
  put_file("file", "some text", 0604);
  int fd = open("file", O_RDWR);
  NEED(utimensat(AT_FDCWD, "file", (struct timespec[2]){{1000000001, 111}, {1200000002, 222}}, 0) == 0);
  NEED(link("file", "second") == 0);
  memset(a, 0xaa, sizeof a);
  RAW(kcall(__NR_stat64, "file", a));
  CHECK(*(uint8_t *)&a[1] == 0xaa);
  show("stat64", a);
  say("times %u.%u %u.%u\n", a->atime, a->atime_nsec, a->mtime, a->mtime_nsec);
  RAW(kcall(__NR_fstat64, fd, &b));
  RAW(kcall(__NR_fstatat64, AT_FDCWD, "file", &c, 0));
  CHECK(b.ino == a->ino && b.dev == a->dev && b.size == a->size && c.ino == a->ino && c.ctime == b.ctime);
  RAW(kcall(__NR_fstatat64, fd, "", &c, AT_EMPTY_PATH));
  CHECK(c.ino == a->ino);
  NEED(symlink("nowhere", "dangling") == 0);
  RAW(kcall(__NR_stat64, "dangling", &c));
  RAW(kcall(__NR_lstat64, "dangling", &c));
  say("dangling mode %o size %lld\n", c.mode, (long long)c.size);
  RAW(kcall(__NR_fstatat64, AT_FDCWD, "dangling", &c, AT_SYMLINK_NOFOLLOW));
  RAW(kcall(__NR_fstatat64, AT_FDCWD, "file", &c, 0x40000000));
  RAW(kcall(__NR_stat64, "file", 8));
  RAW(kcall(__NR_stat64, 8, &c));
  RAW(kcall(__NR_stat64, "/dev/zero", &c));
  show("zero", &c);
  return guest_status();
}
