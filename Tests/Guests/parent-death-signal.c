// A child with PR_SET_PDEATHSIG hears of its parent's death, and is adopted by the subreaper.
#include "guest.h"
#include <sys/prctl.h>

static int report[2];
static void handler(int number) {
  write(report[1], "dead\n", 5);
  _exit(0);
}

int main(void) {
  NEED(pipe(report) == 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t top = getpid();
  pid_t child = fork();
  if (child == 0) {
    int ready[2];
    pipe(ready);
    if (fork() == 0) {
      on_signal(SIGUSR1, (void *)handler, 0);
      prctl(PR_SET_PDEATHSIG, SIGUSR1);
      write(ready[1], "x", 1);
      for (;;) pause();
    }
    char c;
    read(ready[0], &c, 1);
    _exit(0);
  }
  reap(child, "parent");
  char text[8] = "";
  CALL(read(report[0], text, 5));
  say("%s", text);
  int status;
  CHECK(waitpid(-1, &status, 0) > 0 && status == 0);
  CALL(waitpid(-1, &status, 0));
  return guest_status();
}
