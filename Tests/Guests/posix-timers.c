// timer_create with signal and value, timer_settime and gettime in both widths, overrun, deletion.
#include "guest.h"

static volatile int got, value, code;
static void handler(int number, siginfo_t *info, void *context) {
  got++, value = info->si_value.sival_int, code = info->si_code;
}

int main(void) {
  int id = -1;
  struct sigevent e;
  memset(&e, 0, sizeof e);
  e.sigev_notify = SIGEV_SIGNAL, e.sigev_signo = SIGRTMIN + 2, e.sigev_value.sival_int = 4711;
  on_signal(SIGRTMIN + 2, (void *)handler, SA_SIGINFO | SA_RESTART);
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &id));
  int32_t t[4] = {0, 0, 0, 3000000}, old[4];
  RAW(kcall(__NR_timer_settime, id, 0, t, old));
  while (!got) pause_ms(1);
  say("value %d code %d\n", value, code);
  CALL(code == SI_TIMER);
  int64_t w[4] = {5, 0, 1000, 0};
  RAW(kcall(__NR_timer_settime64, id, 0, w, 0));
  RAW(kcall(__NR_timer_gettime, id, old));
  CHECK(old[0] == 5 && old[2] > 990 && old[2] <= 1000);
  RAW(kcall(__NR_timer_gettime64, id, w));
  CHECK(w[0] == 5 && w[2] > 990 && w[2] <= 1000);
  RAW(kcall(__NR_timer_getoverrun, id));
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGRTMIN + 2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int32_t fast[4] = {0, 1000000, 0, 1000000};
  RAW(kcall(__NR_timer_settime, id, 0, fast, 0));
  pause_ms(30);
  siginfo_t info;
  CHECK(sigwaitinfo(&set, &info) == SIGRTMIN + 2);
  CHECK(info.si_overrun > 3 && info.si_value.sival_int == 4711);
  CHECK(kcall(__NR_timer_getoverrun, id) == info.si_overrun);
  RAW(kcall(__NR_timer_delete, id));
  RAW(kcall(__NR_timer_delete, id));
  RAW(kcall(__NR_timer_create, 99, &e, &id));
  RAW(kcall(__NR_timer_create, 1, 16, &id));
  RAW(kcall(__NR_timer_create, 1, 0, &id));
  e.sigev_signo = 99;
  RAW(kcall(__NR_timer_create, 1, &e, &id));
  return guest_status();
}
