// getcontext, makecontext and swapcontext; setjmp and longjmp.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

static ucontext_t up, down;
static char stack[65536];
static void body(int a, int b) {
  for (int i = 0; i < 3; i++) {
    say("body %d %d %d\n", a, b, i);
    swapcontext(&down, &up);
  }
}

int main(void) {
  getcontext(&down);
  down.uc_stack.ss_sp = stack, down.uc_stack.ss_size = sizeof stack, down.uc_link = &up;
  makecontext(&down, (void (*)(void))body, 2, 11, 22);
  for (int i = 0; i < 4; i++) {
    say("up %d\n", i);
    swapcontext(&up, &down);
  }
  jmp_buf j;
  volatile int n = 0;
  int v = setjmp(j);
  SHOW(v);
  if (n++ < 3) longjmp(j, n);
  return guest_status();
}
