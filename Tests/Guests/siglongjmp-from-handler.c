// siglongjmp leaves handlers many times, restores the mask, also from the alternate stack.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number) { siglongjmp(back, number); }

int main(void) {
  stack_t s = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&s, NULL);
  on_signal(SIGSEGV, (void *)handler, SA_ONSTACK);
  on_signal(SIGUSR1, (void *)handler, 0);
  volatile int count = 0;
  for (volatile int i = 0; i < 1000; i++) {
    if (sigsetjmp(back, 1) == 0) {
      if (i & 1) raise(SIGUSR1);
      else *(volatile int *)16 = 1;
    } else count++;
  }
  SHOW(count);
  sigset_t mask;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  SHOW(sigismember(&mask, SIGSEGV));
  sigaltstack(NULL, &s);
  SHOW(s.ss_flags);
  if (sigsetjmp(back, 0) == 0) raise(SIGUSR1);
  sigprocmask(SIG_BLOCK, NULL, &mask);
  SHOW(sigismember(&mask, SIGUSR1));
  return guest_status();
}
