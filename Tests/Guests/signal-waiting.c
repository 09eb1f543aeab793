// sigsuspend, sigwaitinfo, sigtimedwait in both widths, sigpending old and new.
#include "guest.h"

static volatile int got;
static void handler(int number) { got = number; }

int main(void) {
  sigset_t s, none;
  siginfo_t info;
  uint32_t pending[2] = {0, 0};
  sigemptyset(&none), sigemptyset(&s);
  sigaddset(&s, SIGUSR1), sigaddset(&s, SIGRTMIN + 3);
  sigprocmask(SIG_BLOCK, &s, NULL);
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  raise(SIGUSR1);
  RAW(kcall(__NR_sigpending, pending));
  say("%x\n", pending[0]);
  RAW(kcall(__NR_rt_sigpending, pending, 8));
  say("%x %x\n", pending[0], pending[1]);
  RAW(kcall(__NR_rt_sigpending, pending, 9));
  RAW(kcall(__NR_sigsuspend, 0, 0, 0));
  SHOW(got);
  sigqueue(getpid(), SIGRTMIN + 3, (union sigval){.sival_int = 12});
  SHOW(sigwaitinfo(&s, &info) - SIGRTMIN);
  say("code %d value %d\n", info.si_code, info.si_value.sival_int);
  int32_t t[2] = {0, 2000000};
  int64_t w[2] = {0, 2000000};
  RAW(kcall(__NR_rt_sigtimedwait, &s, &info, t, 8));
  RAW(kcall(__NR_rt_sigtimedwait_time64, &s, &info, w, 8));
  t[1] = -1;
  RAW(kcall(__NR_rt_sigtimedwait, &s, &info, t, 8));
  RAW(kcall(__NR_rt_sigtimedwait, 16, &info, t, 8));
  RAW(kcall(__NR_rt_sigtimedwait, &s, &info, 0, 4));
  raise(SIGUSR1);
  RAW(kcall(__NR_rt_sigtimedwait, &s, 0, 0, 8));
  on_signal(SIGALRM, (void *)handler, 0);
  struct itimerval soon = {{0, 20000}, {0, 20000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  RAW(kcall(__NR_rt_sigtimedwait, &s, &info, 0, 8));
  RAW(kcall(__NR_pause));
  RAW(kcall(__NR_rt_sigsuspend, &none, 8));
  RAW(kcall(__NR_rt_sigsuspend, &none, 4));
  return guest_status();
}
