// What a vfork child does to descriptors, handlers and directory stays in the child.
#include "guest.h"

static void handler(int number) { say("handler\n"); }

int main(void) {
  on_signal(SIGUSR1, (void *)handler, 0);
  mkdir("below", 0700);
  pid_t child = vfork();
  if (child == 0) {
    signal(SIGUSR1, SIG_DFL);
    close(0);
    chdir("below");
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    _exit(0);
  }
  reap(child, "child");
  raise(SIGUSR1);
  CALL(fcntl(0, F_GETFD));
  CALL(access("below", F_OK));
  child = vfork();
  if (child == 0) kill(getpid(), SIGKILL);
  reap(child, "killed");
  child = vfork();
  if (child == 0) {
    pid_t grandchild = vfork();
    if (grandchild == 0) _exit(6);
    int status;
    waitpid(grandchild, &status, 0);
    _exit(WEXITSTATUS(status) + 1);
  }
  reap(child, "nested");
  return guest_status();
}
