// A poll with a time-out and a sleep that are stopped and continued end at the right time (restart_syscall).
#include "guest.h"

int main(void) {
  int status;
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
    waitpid(child, &status, WUNTRACED);
    kill(child, SIGCONT);
  }
  reap(child, "child");
  return guest_status();
}
