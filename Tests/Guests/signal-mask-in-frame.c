// guest: abi=i386
// A handler that changes the mask in its frame changes the mask after it.
#include "guest.h"
#include <ucontext.h>

static void rt(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  say("mask %lx\n", u->uc_sigmask.__val[0]);
  sigaddset(&u->uc_sigmask, SIGTERM);
  sigaddset(&u->uc_sigmask, 40);
}
static void classic(int number, struct sigcontext c) {
  say("mask %lx\n", c.oldmask);
  c.oldmask = 1 << (SIGINT - 1);
  __asm__ volatile("" ::"m"(c));
}

int main(void) {
  sigset_t s;
  sigemptyset(&s), sigaddset(&s, SIGHUP), sigaddset(&s, 50);
  sigprocmask(SIG_SETMASK, &s, NULL);
  on_signal(SIGUSR1, (void *)rt, SA_SIGINFO);
  raise(SIGUSR1);
  uint32_t mask[2];
  kcall(__NR_rt_sigprocmask, 0, 0, mask, 8);
  say("%x %x\n", mask[0], mask[1]);
  on_signal(SIGUSR2, (void *)classic, 0);
  raise(SIGUSR2);
  kcall(__NR_rt_sigprocmask, 0, 0, mask, 8);
  say("%x %x\n", mask[0], mask[1]);
  return guest_status();
}
