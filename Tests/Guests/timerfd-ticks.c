// timerfd: 8-byte counts, absolute times, both widths of settime and gettime.
#include "guest.h"
#include <sys/timerfd.h>

int main(void) {
  uint64_t n = 0;
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  NEED(fd >= 0);
  int32_t t[4] = {0, 2000000, 0, 1000000}, old[4];
  RAW(kcall(__NR_timerfd_settime, fd, 0, t, old));
  pause_ms(20);
  CALL(read(fd, &n, 8));
  CHECK(n >= 5);
  CALL(read(fd, &n, 4));
  int64_t w[4] = {3, 0, 1000, 5};
  RAW(kcall(__NR_timerfd_settime64, fd, 0, w, 0));
  RAW(kcall(__NR_timerfd_gettime, fd, old));
  CHECK(old[0] == 3 && old[2] >= 990);
  RAW(kcall(__NR_timerfd_gettime64, fd, w));
  CHECK(w[0] == 3 && w[2] >= 990);
  kcall(__NR_clock_gettime64, 1, w);
  int64_t past[4] = {0, 0, w[0], 1};
  RAW(kcall(__NR_timerfd_settime64, fd, 1, past, 0));
  CALL(read(fd, &n, 8));
  SHOW(n);
  RAW(kcall(__NR_timerfd_settime, fd, 99, t, 0));
  RAW(kcall(__NR_timerfd_settime, 0, 0, t, 0));
  RAW(kcall(__NR_timerfd_create, 99, 0));
  return guest_status();
}
