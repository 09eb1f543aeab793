// SIGPIPE kills or is EPIPE; SIGCHLD ignored leaves no zombies; SA_NOCLDWAIT and SA_NOCLDSTOP.
#include "guest.h"

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  int p[2], status;
  pipe(p);
  close(p[0]);
  IN_CHILD("default", write(p[1], "x", 1));
  signal(SIGPIPE, SIG_IGN);
  CALL(write(p[1], "x", 1));
  signal(SIGCHLD, SIG_IGN);
  if (fork() == 0) _exit(0);
  CALL(waitpid(-1, &status, 0));
  on_signal(SIGCHLD, (void *)handler, SA_NOCLDWAIT | SA_RESTART);
  if (fork() == 0) _exit(0);
  while (wait(&status) != -1) {}
  say("%s\n", error_name(errno));
  SHOW(got);
  got = 0;
  on_signal(SIGCHLD, (void *)handler, SA_NOCLDSTOP | SA_RESTART);
  pid_t child = fork();
  if (child == 0) {
    raise(SIGSTOP);
    _exit(0);
  }
  waitpid(child, &status, WUNTRACED);
  SHOW(got);
  kill(child, SIGCONT);
  reap(child, "child");
  SHOW(got);
  return guest_status();
}
