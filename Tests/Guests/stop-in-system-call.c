// A child stopped and continued inside blocking calls goes on as the kernel's restart rules say.
#include "guest.h"

int main(void) {
  int p[2], status;
  char c;
  NEED(pipe(p) == 0);
  pid_t child = fork();
  if (child == 0) {
    CALL(read(p[0], &c, 1));
    struct timespec t = {0, 60000000}, left;
    CALL(nanosleep(&t, &left));
    struct pollfd f = {p[0], POLLIN, 0};
    CALL(poll(&f, 1, -1));
    _exit(0);
  }
  for (int i = 0; i < 5; i++) {
    pause_ms(10);
    kill(child, SIGSTOP);
    NEED(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    kill(child, SIGCONT);
  }
  write(p[1], "x", 1);
  for (int i = 0; i < 5; i++) {
    pause_ms(10);
    kill(child, SIGSTOP);
    NEED(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    kill(child, SIGCONT);
  }
  pause_ms(100);
  write(p[1], "y", 1);
  reap(child, "child");
  return guest_status();
}
