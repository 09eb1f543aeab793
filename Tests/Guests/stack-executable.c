// PT_GNU_STACK with execute permission: code on the stack runs, and READ_IMPLIES_EXEC follows the kernel's rule.
// guest: cflags=-z,execstack
#include "guest.h"
#include <setjmp.h>
#include <sys/personality.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) { siglongjmp(back, info->si_code); }
static unsigned char data[16] = {0xc3};

static void try_to_call(const char *what, unsigned char *code) {
  *code = 0xc3;
  int fault = sigsetjmp(back, 1);
  if (fault == 0) ((void (*)(void))code)();
  say("%s: %d\n", what, fault);
}

int main(void) {
  unsigned char stack[16];
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  try_to_call("stack", stack);
  try_to_call("heap", (unsigned char *)malloc(16));
  try_to_call("data", data);
  try_to_call("anonymous", (unsigned char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  say("%x\n", personality(0xffffffff) & READ_IMPLIES_EXEC);
  return guest_status();
}
