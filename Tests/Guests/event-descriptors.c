// eventfd counts and semaphores.
#include "guest.h"
#include <sys/eventfd.h>

int main(void) {
  uint64_t v;
  int fd = eventfd(3, EFD_NONBLOCK), s = eventfd(0x2, EFD_SEMAPHORE | EFD_NONBLOCK);
  v = 0x100000000ull;
  CALL(write(fd, &v, 8));
  CALL(read(fd, &v, 8));
  say("%llx\n", (long long)v);
  CALL(read(fd, &v, 8));
  CALL(read(s, &v, 8));
  SHOW(v);
  CALL(read(s, &v, 8));
  CALL(read(s, &v, 8));
  v = -1;
  CALL(write(fd, &v, 8));
  CALL(write(fd, &v, 4));
  RAW(kcall(__NR_eventfd, 0) > 0);
  RAW(kcall(__NR_eventfd2, 0, 0x10));
  return guest_status();
}
