// Without O_LARGEFILE a file may not grow beyond 2 GiB.
#include "guest.h"

int main(void) {
  signal(SIGXFSZ, SIG_IGN);
  int fd = kcall(__NR_open, "small", O_RDWR | O_CREAT, 0600);
  NEED(fd >= 0);
  RAW(kcall(__NR_pwrite64, fd, "xy", 2, 0x7ffffffe, 0));
  RAW(kcall(__NR_pwrite64, fd, "xy", 2, 0x7fffffff, 0));
  RAW(kcall(__NR_ftruncate, fd, 0x7fffffff));
  RAW(kcall(__NR_ftruncate64, fd, 0, 1));
  SHOW((fcntl(fd, F_GETFL) & 0100000) != 0);
  int big = open64("small", O_RDWR);
  SHOW((fcntl(big, F_GETFL) & 0100000) != 0);
  RAW(kcall(__NR_pwrite64, big, "xy", 2, 0x7fffffff, 0));
  return guest_status();
}
