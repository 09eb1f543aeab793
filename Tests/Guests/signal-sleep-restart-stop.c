// A poll with a time-out and a sleep that are stopped and continued end at the right time (restart_syscall).
#include "guest.h"

int main(void) {
  pid_t child = fork();
  if (child == 0) {
    long long start = now_ms();
    CALL(poll(NULL, 0, 150));
    CHECK(now_ms() - start >= 149);
    struct timespec t = {0, 150000000};
    start = now_ms();
    CALL(nanosleep(&t, NULL));
    CHECK(now_ms() - start >= 149);
    _exit(0);
  }
  for (int i = 0; i < 6; i++) {
    pause_ms(20);
    kill(child, SIGSTOP);
    // Watched and not reaped: on a busy machine the child may have come to its end.
    siginfo_t seen;
    if (waitid(P_PID, child, &seen, WSTOPPED | WEXITED | WNOWAIT) != 0 || seen.si_code != CLD_STOPPED) break;
    kill(child, SIGCONT);
  }
  reap(child, "child");
  return guest_status();
}
