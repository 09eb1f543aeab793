// Exit codes and deaths by signals, as a parent sees them.
#include "guest.h"

int main(void) {
  IN_CHILD("0", _exit(0));
  IN_CHILD("255", _exit(-1));
  IN_CHILD("exit", kcall(__NR_exit, 42));
  IN_CHILD("exit_group", kcall(__NR_exit_group, 43));
  int deadly[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE,
                  SIGALRM, SIGTERM, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSYS};
  for (unsigned i = 0; i < sizeof deadly / sizeof *deadly; i++) IN_CHILD(sigabbrev_np(deadly[i]), kill(getpid(), deadly[i]); pause_ms(100));
  int harmless[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
  for (int i = 0; i < 4; i++) IN_CHILD(sigabbrev_np(harmless[i]), kill(getpid(), harmless[i]));
  int status;
  pid_t child = fork();
  if (child == 0) raise(SIGRTMIN + 5);
  waitpid(child, &status, 0);
  say("real-time: %x\n", status - (SIGRTMIN + 5));
  IN_CHILD("fault", *(volatile int *)16 = 1);
  IN_CHILD("abort", abort());
  return guest_status();
}
