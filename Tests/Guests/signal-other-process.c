// Signals between processes interrupt a blocking wait, and SIGCONT or SIGKILL always arrive.
#include "guest.h"

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  on_signal(SIGUSR1, (void *)handler, 0);
  pid_t parent = getpid(), child = fork();
  if (child == 0) {
    pause_ms(20);
    for (;;) {
      kill(parent, SIGUSR1);
      pause_ms(1);
    }
  }
  int status, interrupted = 0;
  while (got < 50) {
    if (waitpid(child, &status, 0) == -1 && errno == EINTR) interrupted++;
  }
  CHECK(interrupted > 10);
  sigset_t s;
  sigemptyset(&s), sigaddset(&s, SIGUSR1);
  sigprocmask(SIG_BLOCK, &s, NULL);
  kill(child, SIGKILL);
  reap(child, "child");
  return guest_status();
}
