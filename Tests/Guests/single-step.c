// The trap flag: one SIGTRAP after each instruction, also over calls by both entries.
#include "guest.h"
#include <ucontext.h>

static volatile int steps, code, limit_seen;
static void handler(int number, siginfo_t *info, void *context) {
  steps++;
  code = info->si_code;
}

int main(void) {
  on_signal(SIGTRAP, (void *)handler, SA_SIGINFO);
  __asm__ volatile("pushf; orl $0x100, (%%esp); popf; nop; nop; nop; pushf; andl $~0x100, (%%esp); popf; nop" ::: "memory");
  SHOW(steps);
  SHOW(code);
  steps = 0;
  long r;
  __asm__ volatile("pushf; orl $0x100, (%%esp); popf; mov $20, %%eax; int $0x80; nop; pushf; andl $~0x100, (%%esp); popf; nop" : "=&a"(r)::"memory");
  CHECK(r == getpid());
  CHECK(steps >= 5);
  return guest_status();
}
