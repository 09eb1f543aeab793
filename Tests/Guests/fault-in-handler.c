// A fault in a handler nests; a fault while its signal is blocked kills.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void inner(int number) {
  say("inner %d\n", number);
  siglongjmp(back, 1);
}
static void outer(int number) {
  say("outer %d\n", number);
  *(volatile int *)16 = 1;
}

int main(void) {
  on_signal(SIGSEGV, (void *)inner, 0);
  on_signal(SIGUSR1, (void *)outer, 0);
  if (sigsetjmp(back, 1) == 0) raise(SIGUSR1);
  say("again\n");
  if (sigsetjmp(back, 1) == 0) raise(SIGUSR1);
  IN_CHILD("same signal", on_signal(SIGSEGV, (void *)outer, 0); *(volatile int *)16 = 1);
  IN_CHILD("blocked", sigset_t s; sigfillset(&s); sigprocmask(SIG_BLOCK, &s, NULL); *(volatile int *)16 = 1);
  IN_CHILD("ignored", signal(SIGSEGV, SIG_IGN); *(volatile int *)16 = 1);
  IN_CHILD("raised and ignored", signal(SIGSEGV, SIG_IGN); raise(SIGSEGV); say("alive\n"));
  return guest_status();
}
