// A handler that writes eip, esp and eflags into the frame makes the program go on there.
#include "guest.h"
#include <ucontext.h>

static char stack[8192] __attribute__((aligned(16)));
static void elsewhere(void) {
  char here;
  say("elsewhere, own stack %d\n", &here >= stack && &here < stack + sizeof stack);
  _exit(5);
}
static int rounds;
static void handler(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  if (rounds++ == 0) {
    u->uc_mcontext.gregs[REG_EFL] |= 0x8d5;
    u->uc_mcontext.gregs[REG_EIP] += 2;
    return;
  }
  u->uc_mcontext.gregs[REG_EIP] = (greg_t)elsewhere;
  u->uc_mcontext.gregs[REG_ESP] = (greg_t)(stack + sizeof stack - 20);
}

int main(void) {
  uint32_t flags;
  on_signal(SIGILL, (void *)handler, SA_SIGINFO);
  __asm__ volatile("cmp $1, %1; ud2; pushf; pop %0" : "=r"(flags) : "r"(0) : "cc", "memory");
  say("flags %x\n", flags & 0xcd5);
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO);
  raise(SIGUSR1);
  return 1;
}
