// fallocate, posix_fallocate, fadvise64, fadvise64_64, sync_file_range and readahead take register pairs.
#include "guest.h"

static long long size_of(int fd) {
  struct stat64 s;
  fstat64(fd, &s);
  return s.st_size;
}

int main(void) {
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  RAW(kcall(__NR_fallocate, fd, 0, 0x1000, 1, 0x2000, 0));
  say("size %llx\n", size_of(fd));
  RAW(kcall(__NR_fallocate, fd, 1, 0x1000, 2, 0x2000, 0));
  say("size %llx\n", size_of(fd));
  RAW(kcall(__NR_fallocate, fd, 3, 0x1000, 1, 0x1000, 0));
  RAW(kcall(__NR_fallocate, fd, 0, 0, -1, 0x1000, 0));
  RAW(kcall(__NR_fallocate, fd, 0, 0, 0, 0, 0));
  RAW(kcall(__NR_fadvise64, fd, 0, 1, 4096, 2));
  RAW(kcall(__NR_fadvise64_64, fd, 0, 1, 0, 1, 4));
  RAW(kcall(__NR_fadvise64_64, fd, 0, 1, 0, 1, 40));
  RAW(kcall(__NR_fadvise64, 99, 0, 0, 0, 0));
  RAW(kcall(__NR_sync_file_range, fd, 0, 1, 0x1000, 0, 2));
  RAW(kcall(__NR_sync_file_range, fd, 0, -1, 0x1000, 0, 2));
  RAW(kcall(__NR_readahead, fd, 0, 1, 4096));
  CALL(posix_fallocate64(fd, 0x300000000LL, 10));
  say("size %llx\n", size_of(fd));
  CALL(fsync(fd));
  CALL(fdatasync(fd));
  RAW(kcall(__NR_syncfs, 99));
  return guest_status();
}
