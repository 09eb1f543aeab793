// nanosleep with remaining time after a signal, bad values, clock_nanosleep relative and absolute, both widths.
#include "guest.h"

static void nothing(int number) {}

static void soon(void) {
  struct itimerval t = {{0, 20000}, {0, 20000}};
  setitimer(ITIMER_REAL, &t, NULL);
}

int main(void) {
  int32_t a[2] = {0, 5000000}, left[2] = {-7, -7};
  int64_t b[2] = {0, 5000000}, left64[2] = {-7, -7};
  RAW(kcall(__NR_nanosleep, a, left));
  say("%d\n", left[0]);
  RAW(kcall(__NR_clock_nanosleep, 1, 0, a, left));
  RAW(kcall(__NR_clock_nanosleep_time64, 1, 0, b, left64));
  a[1] = 1000000000;
  RAW(kcall(__NR_nanosleep, a, left));
  a[0] = -1, a[1] = 0;
  RAW(kcall(__NR_nanosleep, a, left));
  RAW(kcall(__NR_nanosleep, 16, left));
  RAW(kcall(__NR_clock_nanosleep, 99, 0, b, left));
  on_signal(SIGALRM, (void *)nothing, SA_RESTART);
  soon();
  a[0] = 1000, a[1] = 0;
  RAW(kcall(__NR_nanosleep, a, left));
  CHECK(left[0] <= 1000 && left[0] > 900);
  b[0] = 1000, b[1] = 0;
  RAW(kcall(__NR_clock_nanosleep_time64, 0, 0, b, left64));
  CHECK(left64[0] <= 1000 && left64[0] > 900 && left64[1] >= 0 && left64[1] < 1000000000);
  kcall(__NR_clock_gettime64, 1, b);
  b[0] += 1000;
  left64[0] = -7;
  RAW(kcall(__NR_clock_nanosleep_time64, 1, 1, b, left64));
  SHOW(left64[0]);
  RAW(kcall(__NR_clock_nanosleep, 1, 0, a, 16));
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  kcall(__NR_clock_gettime64, 1, b);
  b[1] += 3000000;
  if (b[1] >= 1000000000) b[0]++, b[1] -= 1000000000;
  RAW(kcall(__NR_clock_nanosleep_time64, 1, 1, b, 0));
  int64_t after[2];
  kcall(__NR_clock_gettime64, 1, after);
  CHECK(after[0] > b[0] || (after[0] == b[0] && after[1] >= b[1]));
  return guest_status();
}
