// pipe, pipe2, FIONREAD, pipe size, non-blocking ends, EPIPE and SIGPIPE.
#include "guest.h"
#include <sys/ioctl.h>

int main(void) {
  int p[2], q[2], n = -1;
  char c[8];
  RAW(kcall(__NR_pipe, p));
  RAW(kcall(__NR_pipe2, q, O_NONBLOCK | O_CLOEXEC));
  RAW(kcall(__NR_pipe2, q, 0x10000000));
  RAW(kcall(__NR_pipe, 16));
  CALL(fcntl(q[0], F_GETFD));
  say("%o\n", fcntl(q[0], F_GETFL));
  CALL(read(q[0], c, 8));
  write(p[1], "12345", 5);
  CALL(ioctl(p[0], FIONREAD, &n));
  SHOW(n);
  CALL(ioctl(p[0], FIONREAD, 16));
  CALL(ioctl(p[0], 0x1234567, &n));
  CALL(fcntl(q[0], F_GETPIPE_SZ));
  CALL(fcntl(q[0], F_SETPIPE_SZ, 4096));
  char big[8192];
  CALL(write(q[1], big, sizeof big));
  CALL(write(q[1], big, sizeof big));
  n = 1;
  CALL(ioctl(p[0], FIONBIO, &n));
  CALL(read(p[0], c, 8));
  CALL(read(p[0], c, 8));
  CALL(ioctl(p[0], FIOCLEX));
  CALL(fcntl(p[0], F_GETFD));
  close(p[0]);
  IN_CHILD("writer", write(p[1], "x", 1));
  signal(SIGPIPE, SIG_IGN);
  CALL(write(p[1], "x", 1));
  close(p[1]);
  return guest_status();
}
