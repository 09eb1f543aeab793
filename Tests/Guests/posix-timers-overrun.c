// POSIX timers: siginfo, overrun counts while blocked, ids, signals of every notification, deletion with one pending.
// guest: timeout=30
#include "guest.h"
#include <sys/syscall.h>

static volatile int count;
static void handler(int number, siginfo_t *info, void *context) {
  count++;
  say("signal %d code %d value %x overrun %s id %d\n", number - SIGRTMIN, info->si_code, info->si_value.sival_int,
      info->si_overrun > 5 ? "many" : info->si_overrun ? "few" : "none", info->si_timerid);
}

int main(void) {
  on_signal(SIGRTMIN, (void *)handler, SA_SIGINFO);
  on_signal(SIGALRM, (void *)handler, SA_SIGINFO);
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGRTMIN), sigaddset(&set, SIGALRM);
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 0x77};
  int timer;
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  SHOW(timer);
  sigprocmask(SIG_BLOCK, &set, NULL);
  struct itimerspec fast = {{0, 1000000}, {0, 1000000}}, off = {{0, 0}, {0, 0}}, left;
  RAW(kcall(__NR_timer_settime, timer, 0, &fast, NULL));
  pause_ms(40);
  siginfo_t info;
  SHOW(sigtimedwait(&set, &info, &(struct timespec){0, 0}) - SIGRTMIN);
  say("code %d value %x overrun %s\n", info.si_code, info.si_value.sival_int, info.si_overrun > 5 ? "many" : "few");
  RAW(kcall(__NR_timer_settime, timer, 0, &off, &left));
  CHECK(kcall(__NR_timer_getoverrun, timer) >= 0);
  while (sigtimedwait(&set, &info, &(struct timespec){0, 0}) > 0) {}
  struct itimerspec once = {{0, 0}, {0, 1000000}};
  RAW(kcall(__NR_timer_settime, timer, 0, &once, NULL));
  pause_ms(20);
  SHOW(sigtimedwait(&set, &info, &(struct timespec){0, 0}) - SIGRTMIN);
  say("code %d value %x overrun %d id %d\n", info.si_code, info.si_value.sival_int, info.si_overrun, info.si_timerid);
  RAW(kcall(__NR_timer_settime, timer, 0, &once, NULL));
  pause_ms(20);
  RAW(kcall(__NR_timer_delete, timer));
  memset(&info, 0, sizeof info);
  CALL(sigtimedwait(&set, &info, &(struct timespec){0, 0}));
  RAW(kcall(__NR_timer_delete, timer));
  RAW(kcall(__NR_timer_getoverrun, timer));
  int other;
  RAW(kcall(__NR_timer_create, CLOCK_REALTIME, NULL, &other));
  CHECK(other != timer);
  RAW(kcall(__NR_timer_settime, other, 0, &once, NULL));
  pause_ms(20);
  SHOW(sigtimedwait(&set, &info, &(struct timespec){0, 0}));
  say("code %d value %d\n", info.si_code, info.si_value.sival_int == other);
  e.sigev_notify = SIGEV_THREAD_ID, e._sigev_un._tid = syscall(SYS_gettid);
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  RAW(kcall(__NR_timer_settime, timer, 0, &once, NULL));
  pause_ms(20);
  SHOW(sigtimedwait(&set, &info, &(struct timespec){0, 0}) - SIGRTMIN);
  e._sigev_un._tid = 1;
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  e.sigev_notify = SIGEV_NONE;
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  e.sigev_notify = 77;
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  e.sigev_notify = SIGEV_SIGNAL, e.sigev_signo = 65;
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, &e, &timer));
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, (void *)8, &timer));
  RAW(kcall(__NR_timer_create, 99, NULL, &timer));
  RAW(kcall(__NR_timer_create, CLOCK_MONOTONIC, NULL, (void *)8));
  // itimers: a virtual and a profiling one come to the process by SIGVTALRM and SIGPROF.
  RAW(kcall(__NR_alarm, 100));
  RAW(kcall(__NR_alarm, 0));
  struct itimerval real = {{0, 0}, {5, 0}}, old;
  RAW(kcall(__NR_setitimer, ITIMER_REAL, &real, &old));
  RAW(kcall(__NR_alarm, 0));
  real.it_value.tv_usec = 1000000;
  RAW(kcall(__NR_setitimer, ITIMER_REAL, &real, NULL));
  RAW(kcall(__NR_setitimer, 3, &off, NULL));
  RAW(kcall(__NR_setitimer, ITIMER_VIRTUAL, (void *)8, NULL));
  return guest_status();
}
