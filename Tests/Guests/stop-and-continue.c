// SIGSTOP, SIGTSTP and SIGCONT with WUNTRACED, WCONTINUED and waitid's codes.
#include "guest.h"

static void handler(int number) { say("continued\n"); }

int main(void) {
  int status;
  siginfo_t info;
  pid_t child = fork();
  if (child == 0) {
    on_signal(SIGCONT, (void *)handler, 0);
    raise(SIGSTOP);
    say("after stop\n");
    raise(SIGTSTP);
    _exit(8);
  }
  CHECK(waitpid(child, &status, WUNTRACED) == child);
  say("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
  kill(child, SIGCONT);
  // Silently: the child prints at the same time.
  NEED(waitpid(child, &status, WCONTINUED | WUNTRACED) == child);
  // The next stop may come before the continuation was collected; then collect in either order.
  if (WIFCONTINUED(status)) NEED(waitpid(child, &status, WUNTRACED) == child);
  say("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
  memset(&info, 0, sizeof info);
  kill(child, SIGCONT);
  reap(child, "child");
  child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  kill(child, SIGSTOP);
  CALL(waitid(P_PID, child, &info, WSTOPPED));
  say("code %d status %d\n", info.si_code, info.si_status);
  kill(child, SIGCONT);
  CALL(waitid(P_PID, child, &info, WCONTINUED));
  say("code %d status %d\n", info.si_code, info.si_status);
  kill(child, SIGKILL);
  CALL(waitid(P_PID, child, &info, WEXITED));
  say("code %d status %d\n", info.si_code, info.si_status);
  return guest_status();
}
