// An exception thrown by a signal handler passes through the signal frame (-fnon-call-exceptions), for both frame kinds.
// guest: cflags=-fnon-call-exceptions,-fasynchronous-unwind-tables
#include "guest.h"

static void classic(int number) {
  sigset_t s;
  sigemptyset(&s);
  sigaddset(&s, number);
  sigprocmask(SIG_UNBLOCK, &s, nullptr);
  throw number;
}
static void rt(int number, siginfo_t *, void *) { classic(number); }
struct Guard {
  ~Guard() { say("unwound\n"); }
};
__attribute__((noinline)) static int fault(volatile int *p) {
  Guard g;
  return *p;
}

int main() {
  for (int round = 0; round < 2; round++) {
    on_signal(SIGSEGV, round ? (void *)rt : (void *)classic, round ? SA_SIGINFO : 0);
    for (int i = 0; i < 3; i++) {
      try {
        say("%d\n", fault((volatile int *)16));
      } catch (int n) {
        say("caught %d\n", n);
      }
    }
  }
  return guest_status();
}
