// sigaltstack: set, read back, in use, nested, refused while in use, too small, disabled.
#include "guest.h"

static char *stack;
static stack_t s, now;
static volatile int depth;
static bool on_it(void) {
  char here;
  return &here >= stack && &here < stack + 65536;
}
static void handler(int number) {
  sigaltstack(NULL, &now);
  say("depth %d: on stack %d flags %d\n", depth, on_it(), now.ss_flags);
  if (depth == 0) CALL(sigaltstack(&s, NULL));
  if (depth++ == 0) raise(SIGUSR2);
}
static void plain(int number) { say("plain: on stack %d\n", on_it()); }

int main(void) {
  // Nothing changes, so that it is not looked at.
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = SS_ONSTACK;
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = 0;
  CALL(sigaltstack(&s, NULL));
  stack = (char *)malloc(65536);
  CALL(sigaltstack(NULL, &now));
  say("%d\n", now.ss_flags);
  s.ss_sp = stack, s.ss_size = 65536;
  CALL(sigaltstack(&s, NULL));
  CALL(sigaltstack(NULL, &now));
  CHECK(now.ss_sp == stack && now.ss_size == 65536 && now.ss_flags == 0);
  on_signal(SIGUSR1, (void *)handler, SA_ONSTACK);
  on_signal(SIGUSR2, (void *)handler, SA_ONSTACK);
  on_signal(SIGALRM, (void *)plain, 0);
  raise(SIGUSR1);
  raise(SIGALRM);
  s.ss_size = 100;
  CALL(sigaltstack(&s, NULL));
  s.ss_size = 65536, s.ss_flags = 77;
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = SS_ONSTACK;
  CALL(sigaltstack(&s, NULL));
  RAW(kcall(__NR_sigaltstack, 16, 0));
  RAW(kcall(__NR_sigaltstack, 0, 16));
  s.ss_flags = SS_DISABLE;
  CALL(sigaltstack(&s, &now));
  SHOW(now.ss_flags);
  CALL(sigaltstack(NULL, &now));
  say("%d %u %d\n", now.ss_flags, (unsigned)now.ss_size, now.ss_sp == NULL);
  depth = 1;
  raise(SIGUSR1);
  IN_CHILD("child", sigaltstack(NULL, &now); SHOW(now.ss_flags));
  return guest_status();
}
