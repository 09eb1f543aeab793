// readv and writev: 8-byte vectors, partial ends, limits and bad vectors.
#include "guest.h"
#include <sys/uio.h>

int main(void) {
  char a[4] = "", b[8] = "", c[16] = "";
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  struct iovec out[3] = {{(void *)"abc", 3}, {NULL, 0}, {(void *)"defghij", 7}};
  CALL(writev(fd, out, 3));
  lseek(fd, 0, SEEK_SET);
  struct iovec in[3] = {{a, 3}, {b, 2}, {c, 15}};
  CALL(readv(fd, in, 3));
  say("%s %s %s\n", a, b, c);
  CALL(writev(fd, out, 0));
  RAW(kcall(__NR_writev, fd, out, -1));
  RAW(kcall(__NR_writev, fd, out, 1025));
  RAW(kcall(__NR_writev, fd, 16, 2));
  struct iovec bad[2] = {{(void *)"ok", 2}, {(void *)16, 4}};
  RAW(kcall(__NR_writev, fd, bad, 2));
  struct iovec negative[2] = {{(void *)"ok", 2}, {(void *)"x", (size_t)-1}};
  RAW(kcall(__NR_writev, fd, negative, 2));
  struct iovec *many = (struct iovec *)calloc(1024, sizeof *many);
  for (int i = 0; i < 1024; i++) many[i].iov_base = (void *)"z", many[i].iov_len = 1;
  CALL(writev(fd, many, 1024));
  RAW(kcall(__NR_readv, 99, in, 1));
  return guest_status();
}
