// The stack grows on demand down to its limit; beyond, SIGSEGV on the alternate stack.
#include "guest.h"
#include <setjmp.h>
#include <sys/resource.h>

static sigjmp_buf back;
static volatile int depth;
static void handler(int number) { siglongjmp(back, 1); }

static int __attribute__((noinline)) recurse(int n) {
  volatile char block[4096];
  block[0] = n, depth = n;
  return recurse(n + 1) + block[0];
}

int main(void) {
  char *block = (char *)alloca(4 << 20);
  for (int i = (4 << 20) - 4096; i >= 0; i -= 4096) block[i] = 1;
  SHOW(block[0]);
  stack_t alternate = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&alternate, NULL);
  on_signal(SIGSEGV, (void *)handler, SA_ONSTACK);
  if (sigsetjmp(back, 1) == 0) recurse(0);
  CHECK(depth > 700 && depth < 1100);
  return guest_status();
}
