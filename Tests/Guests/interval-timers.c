// setitimer, getitimer and alarm: old value, remaining time, repetition.
#include "guest.h"

static volatile int ticks;
static void handler(int number) { ticks++; }

int main(void) {
  on_signal(SIGALRM, (void *)handler, SA_RESTART);
  on_signal(SIGVTALRM, (void *)handler, SA_RESTART);
  int32_t t[4] = {0, 2000, 0, 2000}, old[4] = {-1, -1, -1, -1};
  RAW(kcall(__NR_setitimer, 0, t, old));
  say("%d %d %d %d\n", old[0], old[1], old[2], old[3]);
  while (ticks < 5) pause();
  RAW(kcall(__NR_getitimer, 0, old));
  CHECK(old[0] == 0 && old[1] <= 4000 && old[1] > 0 && old[2] == 0 && old[3] <= 4000);
  memset(t, 0, sizeof t);
  RAW(kcall(__NR_setitimer, 0, t, 0));
  RAW(kcall(__NR_alarm, 100));
  CHECK(kcall(__NR_alarm, 0) > 90);
  RAW(kcall(__NR_alarm, 0));
  t[3] = 1000000;
  RAW(kcall(__NR_setitimer, 0, t, 0));
  RAW(kcall(__NR_setitimer, 7, old, 0));
  RAW(kcall(__NR_getitimer, 0, 16));
  ticks = 0;
  struct itimerval v = {{0, 4000}, {0, 4000}};
  CALL(setitimer(ITIMER_VIRTUAL, &v, NULL));
  while (ticks < 3) {}
  say("virtual\n");
  return guest_status();
}
