// The clocks by raw calls in 32- and 64-bit form: both tell the same, time moves on, bad clocks are refused.
#include "guest.h"

int main(void) {
  int32_t a[2], r[2];
  int64_t b[2];
  for (int clock = 0; clock < 12; clock++) {
    if (clock == 10) continue;
    long x = kcall(__NR_clock_gettime, clock, a), y = kcall(__NR_clock_gettime64, clock, b);
    say("clock %d: %s %s\n", clock, error_name(-x), error_name(-y));
    if (x == 0 && clock != 2 && clock != 3) CHECK(b[0] - a[0] >= 0 && b[0] - a[0] < 3 && a[1] >= 0 && a[1] < 1000000000 && b[1] < 1000000000);
    x = kcall(__NR_clock_getres, clock, r), y = kcall(__NR_clock_getres_time64, clock, b);
    say("resolution %d.%09d %lld.%09lld (%s %s)\n", x ? 0 : r[0], x ? 0 : r[1], y ? 0 : (long long)b[0], y ? 0 : (long long)b[1], error_name(-x), error_name(-y));
  }
  RAW(kcall(__NR_clock_gettime, 0, 16));
  RAW(kcall(__NR_clock_gettime64, 0, 16));
  RAW(kcall(__NR_clock_gettime, 99, a));
  RAW(kcall(__NR_clock_getres, 1, 0));
  int32_t tv[2], tz[2] = {7, 7}, t;
  RAW(kcall(__NR_gettimeofday, tv, tz));
  say("%d %d\n", tz[0], tz[1]);
  CHECK(tv[0] > 1600000000 && tv[1] >= 0 && tv[1] < 1000000);
  long now = kcall(__NR_time, &t);
  CHECK(now == t && now - tv[0] >= -1 && now - tv[0] < 3);
  RAW(kcall(__NR_gettimeofday, 16, 0));
  RAW(kcall(__NR_gettimeofday, 0, 0));
  RAW(kcall(__NR_time, 16));
  RAW(kcall(__NR_stime, 16));
  return guest_status();
}
