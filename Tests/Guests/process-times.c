// times, clock and getrusage use 32-bit ticks and time values.
#include "guest.h"
#include <sys/resource.h>
#include <sys/times.h>

int main(void) {
  struct tms t;
  volatile unsigned x = 0;
  while (clock() < CLOCKS_PER_SEC / 8) x++;
  CHECK(times(&t) != -1);
  CHECK(t.tms_utime + t.tms_stime >= 3 && t.tms_cutime == 0 && t.tms_cstime == 0);
  pid_t child = fork();
  if (child == 0) {
    while (clock() < CLOCKS_PER_SEC / 8) x++;
    _exit(0);
  }
  int status;
  int32_t usage[18];
  CHECK(kcall(__NR_wait4, child, &status, 0, usage) == child);
  CHECK(usage[0] * 1000000 + usage[1] + usage[2] * 1000000 + usage[3] >= 30000);
  CHECK(usage[4] > 100);
  times(&t);
  CHECK(t.tms_cutime + t.tms_cstime >= 3);
  RAW(kcall(__NR_getrusage, 0, usage));
  CHECK(usage[0] * 1000000 + usage[1] + usage[2] * 1000000 + usage[3] >= 30000);
  RAW(kcall(__NR_getrusage, -1, usage));
  RAW(kcall(__NR_getrusage, 7, usage));
  RAW(kcall(__NR_getrusage, 0, 16));
  RAW(kcall(__NR_times, 16));
  SHOW(sysconf(_SC_CLK_TCK));
  return guest_status();
}
