// sendfile (32-bit offset) and sendfile64: the offset is read and written back.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  char text[32] = "";
  int pair[2];
  int32_t small = 2;
  int64_t big = 0x100000001LL;
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  NEED(write(fd, "0123456789", 10) == 10 && pwrite64(fd, "far away", 8, 0x100000000LL) == 8);
  NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  RAW(kcall(__NR_sendfile, pair[0], fd, &small, 5));
  SHOW(small);
  CALL(read(pair[1], text, 31));
  say("%s\n", text);
  RAW(kcall(__NR_sendfile64, pair[0], fd, &big, 100));
  say("%llx\n", (long long)big);
  memset(text, 0, sizeof text);
  CALL(read(pair[1], text, 31));
  say("%s\n", text);
  lseek(fd, 7, SEEK_SET);
  RAW(kcall(__NR_sendfile, pair[0], fd, 0, 2));
  SHOW(lseek(fd, 0, SEEK_CUR));
  small = -1;
  RAW(kcall(__NR_sendfile, pair[0], fd, &small, 5));
  RAW(kcall(__NR_sendfile, pair[0], fd, 16, 5));
  RAW(kcall(__NR_sendfile64, pair[0], 99, &big, 5));
  return guest_status();
}
