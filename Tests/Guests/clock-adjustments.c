// adjtimex and clock_adjtime in both layouts read the clock's state.
#include "guest.h"

int main(void) {
  int32_t a[32];
  int64_t b[26];
  memset(a, 0, sizeof a), memset(b, 0, sizeof b);
  long x = kcall(__NR_adjtimex, a);
  CHECK(x >= 0 && x <= 5);
  CHECK(a[7] > 0 && a[9] > 1600000000);
  CHECK(kcall(__NR_clock_adjtime64, 0, b) == x);
  CHECK(b[9] > 1600000000 && (b[9] - a[9] == 0 || b[9] - a[9] == 1));
  RAW(kcall(__NR_adjtimex, 16));
  RAW(kcall(__NR_clock_adjtime, 99, a));
  return guest_status();
}
