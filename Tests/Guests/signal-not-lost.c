// Of real-time signals sent between two processes in a tight exchange, none is lost and none is late.
#include "guest.h"

static volatile sig_atomic_t got;
static void handler(int number) { got++; }

int main(void) {
  sigset_t block, none;
  sigemptyset(&none), sigemptyset(&block), sigaddset(&block, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &block, NULL);
  on_signal(SIGRTMIN, (void *)handler, 0);
  pid_t parent = getpid(), child = fork();
  pid_t other = child ? child : parent;
  for (int i = 0; i < 3000; i++) {
    if (child) kill(other, SIGRTMIN);
    int before = got;
    while (got == before) sigsuspend(&none);
    if (!child) kill(other, SIGRTMIN);
  }
  if (!child) _exit(got == 3000 ? 0 : 1);
  reap(child, "child");
  SHOW(got);
  return guest_status();
}
