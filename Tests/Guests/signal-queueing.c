// Real-time signals queue and come in order, lowest first; ordinary ones merge; all before the next instruction.
#include "guest.h"

static char order[200];
static void handler(int number, siginfo_t *info, void *context) {
  sprintf(order + strlen(order), "%d:%d ", number - SIGRTMIN, info->si_value.sival_int);
}
static volatile int plain;
static void once(int number) { plain++; }

int main(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  on_signal(SIGUSR1, (void *)once, 0);
  for (int i = 0; i < 4; i++) {
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_sigaction = handler, a.sa_flags = SA_SIGINFO, sigfillset(&a.sa_mask);
    sigaction(SIGRTMIN + i, &a, NULL);
  }
  for (int i = 0; i < 8; i++) sigqueue(getpid(), SIGRTMIN + 3 - i % 4, (union sigval){.sival_int = i});
  for (int i = 0; i < 5; i++) raise(SIGUSR1);
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  say("%s\n", order);
  SHOW(plain);
  return guest_status();
}
