// preadv, pwritev and their second versions with offsets above 4 GiB.
#include "guest.h"
#include <sys/uio.h>

int main(void) {
  char a[4] = "", b[8] = "";
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  struct iovec out[2] = {{(void *)"abc", 3}, {(void *)"defg", 4}};
  struct iovec in[2] = {{a, 3}, {b, 7}};
  RAW(kcall(__NR_pwritev, fd, out, 2, 0x10, 1));
  RAW(kcall(__NR_preadv, fd, in, 2, 0x10, 1));
  say("%s %s\n", a, b);
  RAW(kcall(__NR_preadv, fd, in, 2, 0x10, 0));
  SHOW(a[0]);
  RAW(kcall(__NR_pwritev2, fd, out, 2, 0x20, 1, 0));
  RAW(kcall(__NR_pwritev2, fd, out, 1, -1, -1, 0));
  SHOW(lseek64(fd, 0, SEEK_CUR));
  RAW(kcall(__NR_preadv2, fd, in, 2, 0x20, 1, 0));
  RAW(kcall(__NR_preadv2, fd, in, 2, 0x20, 1, 0x40000000));
  RAW(kcall(__NR_preadv, fd, in, 2, 0, -1));
  int pipes[2];
  pipe(pipes);
  RAW(kcall(__NR_preadv, pipes[0], in, 2, 0, 0));
  return guest_status();
}
