// F_GETLK in its 32-bit form reports EOVERFLOW for a lock that starts beyond 2 GiB.
#include "guest.h"

int main(void) {
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  NEED(ftruncate64(fd, 0x300000000LL) == 0);
  struct flock64 far = {F_WRLCK, SEEK_SET, 0x100000000LL, 0, 0};
  CALL(fcntl(fd, F_SETLK64, &far));
  IN_CHILD("child", {
    struct { short type, whence; int32_t start, length, pid; } c = {F_WRLCK, SEEK_SET, 0, 0, 0};
    RAW(kcall(__NR_fcntl64, fd, F_GETLK, &c));
    SHOW(c.start);
  });
  return guest_status();
}
