// A signal that comes to a child of fork before it has done anything is not lost, whatever the action is; nor is one that
// comes to the parent at that moment, and neither gets the other's.
// guest: timeout=60
#include "guest.h"
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static volatile sig_atomic_t came;
static void handler(int number) { came++; }
static void leave(int number) { _exit(40); }

// `delay` in loops, so that the signal comes at other instructions of the child's start.
static int end_of_child(int number, void (*action)(int), int delay) {
  signal(number, action);
  pid_t child = fork();
  if (child == 0) {
    if (action == SIG_IGN) _exit(41);
    for (;;) pause();
  }
  for (volatile int i = 0; i < delay; i++) {}
  kill(child, number);
  int status;
  waitpid(child, &status, 0);
  return status & ~0x80;
}

int main(void) {
  const int signals[] = {SIGSEGV, SIGBUS, SIGSYS, SIGFPE, SIGUSR1, SIGTERM, SIGRTMIN};
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (unsigned s = 0; s < sizeof signals / sizeof *signals; s++) {
    int number = signals[s], killed = 0, left = 0;
    for (int turn = 0; turn < 60; turn++) {
      killed += end_of_child(number, SIG_DFL, turn * turn * 20) == number;
      left += end_of_child(number, leave, turn * turn * 20) == 40 << 8;
    }
    printf("%s: %d killed, %d left\n", strsignal(number), killed, left);
  }
  // A timer that runs out while the parent forks: the parent's alone.
  signal(SIGALRM, handler);
  int in_children = 0;
  for (int turn = 0; turn < 200; turn++) {
    came = 0;
    struct itimerval soon = {{0, 0}, {0, 1 + turn * 2}};
    setitimer(ITIMER_REAL, &soon, NULL);
    pid_t child = fork();
    if (child == 0) {
      // What came before the fork was handled before it: only what was pending could have been copied.
      int before = came;
      sched_yield();
      _exit(came != before);
    }
    int status;
    while (waitpid(child, &status, 0) < 0) {}
    in_children += status != 0;
    while (!came) usleep(100);
  }
  SHOW(in_children);
  return guest_status();
}
