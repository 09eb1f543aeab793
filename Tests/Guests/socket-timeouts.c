// SO_RCVTIMEO and SO_SNDTIMEO, old (32-bit) and new (64-bit): set, read back, and in force.
#include "guest.h"
#include <sys/socket.h>

int main(void) {
  int pair[2];
  char c;
  NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  int32_t old[2] = {0, 20000};
  socklen_t n = sizeof old;
  RAW(kcall(__NR_setsockopt, pair[0], SOL_SOCKET, 20, old, 8));
  memset(old, 0xff, 8);
  RAW(kcall(__NR_getsockopt, pair[0], SOL_SOCKET, 20, old, &n));
  say("%d %d %u\n", old[0], old[1], n);
  CALL(recv(pair[0], &c, 1, 0));
  int64_t wide[2] = {3, 500000};
  RAW(kcall(__NR_setsockopt, pair[0], SOL_SOCKET, 66, wide, 16));
  n = 8;
  RAW(kcall(__NR_getsockopt, pair[0], SOL_SOCKET, 20, old, &n));
  say("%d %d %u\n", old[0], old[1], n);
  n = 16;
  memset(wide, 0xff, 16);
  RAW(kcall(__NR_getsockopt, pair[0], SOL_SOCKET, 66, wide, &n));
  say("%lld %lld %u\n", (long long)wide[0], (long long)wide[1], n);
  RAW(kcall(__NR_setsockopt, pair[0], SOL_SOCKET, 21, old, 4));
  old[1] = 2000000;
  RAW(kcall(__NR_setsockopt, pair[0], SOL_SOCKET, 21, old, 8));
  n = 100;
  RAW(kcall(__NR_getsockopt, pair[0], SOL_SOCKET, 21, old, &n));
  say("%d %d %u\n", old[0], old[1], n);
  struct timeval tv = {0, 30000};
  CALL(setsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv));
  CALL(recv(pair[1], &c, 1, 0));
  struct linger l = {1, 5};
  CALL(setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &l, sizeof l));
  memset(&l, 0, sizeof l);
  n = sizeof l;
  CALL(getsockopt(pair[1], SOL_SOCKET, SO_LINGER, &l, &n));
  say("%d %d\n", l.l_onoff, l.l_linger);
  return guest_status();
}
