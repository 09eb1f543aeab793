// splice moves, tee duplicates, vmsplice maps a vector into a pipe.
#include "guest.h"
#include <sys/uio.h>

int main(void) {
  int a[2], b[2];
  char text[32];
  NEED(pipe(a) == 0 && pipe(b) == 0);
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  NEED(pwrite64(fd, "beyond", 6, 0x100000000LL) == 6);
  loff_t from = 0x100000000LL;
  CALL(splice(fd, &from, a[1], NULL, 100, 0));
  say("%llx\n", (long long)from);
  CALL(tee(a[0], b[1], 4, 0));
  CALL(read(b[0], text, sizeof text));
  say("%.4s\n", text);
  CALL(read(a[0], text, sizeof text));
  say("%.6s\n", text);
  struct iovec v[2] = {{(void *)"vm", 2}, {(void *)"splice", 6}};
  CALL(vmsplice(a[1], v, 2, 0));
  from = 3;
  CALL(splice(a[0], NULL, fd, &from, 8, 0));
  SHOW(from);
  CALL(pread(fd, text, 8, 3));
  say("%.8s\n", text);
  CALL(splice(a[0], NULL, b[1], NULL, 8, SPLICE_F_NONBLOCK));
  CALL(splice(fd, &from, fd, &from, 8, 0));
  CALL(splice(a[0], &from, fd, NULL, 8, 0));
  return guest_status();
}
