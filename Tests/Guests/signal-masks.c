// Masks: sigprocmask old and new, sa_mask, SA_NODEFER, SA_RESETHAND, pending and restored by the return.
#include "guest.h"

static volatile int depth;
static void nested(int number) {
  say("in %d depth %d\n", number, depth);
  if (depth++ < 1) {
    raise(number);
    say("after raise\n");
  }
}
static void masked(int number) {
  sigset_t s;
  sigprocmask(SIG_BLOCK, NULL, &s);
  say("USR1 %d USR2 %d INT %d\n", sigismember(&s, SIGUSR1), sigismember(&s, SIGUSR2), sigismember(&s, SIGINT));
  sigaddset(&s, SIGTERM);
  sigprocmask(SIG_SETMASK, &s, NULL);
}

int main(void) {
  uint32_t old = 0, new_mask = 1 << (SIGHUP - 1), wide[2] = {0, 0};
  RAW(kcall(__NR_sigprocmask, SIG_BLOCK, &new_mask, &old));
  say("%x\n", old);
  RAW(kcall(__NR_sigprocmask, SIG_UNBLOCK, 0, &old));
  say("%x\n", old);
  wide[0] = 0xffffffff, wide[1] = 0xffffffff;
  RAW(kcall(__NR_rt_sigprocmask, SIG_SETMASK, wide, 0, 8));
  RAW(kcall(__NR_rt_sigprocmask, SIG_SETMASK, 0, wide, 8));
  say("%x %x\n", wide[0], wide[1]);
  RAW(kcall(__NR_rt_sigprocmask, 9, wide, 0, 8));
  RAW(kcall(__NR_rt_sigprocmask, 0, wide, 0, 4));
  RAW(kcall(__NR_rt_sigprocmask, 0, 16, 0, 8));
  SHOW(kcall(__NR_sgetmask));
  SHOW(kcall(__NR_ssetmask, 0));
  wide[0] = wide[1] = 0;
  kcall(__NR_rt_sigprocmask, SIG_SETMASK, wide, 0, 8);
  on_signal(SIGUSR1, (void *)nested, 0);
  raise(SIGUSR1);
  depth = 0;
  on_signal(SIGUSR1, (void *)nested, SA_NODEFER);
  raise(SIGUSR1);
  struct sigaction a;
  memset(&a, 0, sizeof a);
  a.sa_handler = masked, sigaddset(&a.sa_mask, SIGUSR2), a.sa_flags = SA_RESETHAND;
  sigaction(SIGUSR1, &a, NULL);
  raise(SIGUSR1);
  sigset_t s;
  sigprocmask(SIG_BLOCK, NULL, &s);
  SHOW(sigismember(&s, SIGTERM));
  sigaction(SIGUSR1, NULL, &a);
  SHOW(a.sa_handler == SIG_DFL);
  IN_CHILD("child", raise(SIGUSR1));
  return guest_status();
}
