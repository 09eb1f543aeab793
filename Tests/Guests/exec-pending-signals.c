// Signals that are blocked and pending stay so across exec, also those that the CPU can raise; a failed exec keeps them.
#include "guest.h"

static void handler(int number, siginfo_t *info, void *context) {
  say("SIG%s code %d value %x\n", sigabbrev_np(number) ?: "RT", info->si_code, info->si_value.sival_int);
}

int main(int argc, char **argv) {
  static const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGSYS, SIGFPE, 40};
  sigset_t all, pending;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  if (argc == 1) {
    for (int i = 0; i < 6; i++) sigqueue(getpid(), signals[i], (union sigval){.sival_int = 0x50 + i});
    CALL(execl("/nowhere", "x", NULL));
    execl("/proc/self/exe", "again", "x", NULL);
  }
  sigpending(&pending);
  for (int i = 0; i < 6; i++) SHOW(sigismember(&pending, signals[i]));
  for (int i = 0; i < 6; i++) on_signal(signals[i], (void *)handler, SA_SIGINFO);
  for (int i = 0; i < 6; i++) {
    sigset_t one;
    sigemptyset(&one), sigaddset(&one, signals[i]);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
  }
  return guest_status();
}
