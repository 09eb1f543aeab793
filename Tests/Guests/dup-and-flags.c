// dup, dup2, dup3, F_DUPFD and close-on-exec flags.
#include "guest.h"

int main(void) {
  int fd = open("/dev/null", O_RDONLY);
  CALL(dup2(fd, 20));
  CALL(dup2(20, 20));
  CALL(dup2(99, 99));
  CALL(dup3(fd, 21, O_CLOEXEC));
  CALL(dup3(fd, fd, 0));
  CALL(dup3(fd, 22, 1));
  CALL(fcntl(21, F_GETFD));
  CALL(fcntl(20, F_GETFD));
  CALL(fcntl(fd, F_DUPFD, 30));
  CALL(fcntl(fd, F_DUPFD_CLOEXEC, 30));
  CALL(fcntl(31, F_GETFD));
  CALL(fcntl(31, F_SETFD, 0));
  CALL(fcntl(31, F_GETFD));
  RAW(kcall(__NR_fcntl, fd, F_DUPFD, -1));
  RAW(kcall(__NR_dup2, fd, -1));
  RAW(kcall(__NR_dup2, fd, 0x7fffffff));
  RAW(kcall(__NR_fcntl64, 99, F_GETFD));
  RAW(kcall(__NR_fcntl64, fd, 777));
  CALL(fcntl(fd, F_SETPIPE_SZ, 1));
  return guest_status();
}
