// A file larger than 2 GiB does not fit the old stat: EOVERFLOW; open without O_LARGEFILE is refused as well.
#include "guest.h"

int main(void) {
  uint32_t buffer[64];
  int fd = open64("big", O_RDWR | O_CREAT, 0600);
  NEED(ftruncate64(fd, 0x100000005LL) == 0);
  RAW(kcall(__NR_stat, "big", buffer));
  RAW(kcall(__NR_fstat, fd, buffer));
  RAW(kcall(__NR_stat64, "big", buffer));
  RAW(kcall(__NR_open, "big", O_RDONLY));
  RAW(kcall(__NR_open, "big", O_RDONLY | 0100000) < 0);
  RAW(kcall(__NR_lseek, fd, 0, SEEK_END));
  RAW(kcall(__NR_truncate, "big", 0x7fffffff));
  RAW(kcall(__NR_stat, "big", buffer));
  SHOW(buffer[5]);
  return guest_status();
}
