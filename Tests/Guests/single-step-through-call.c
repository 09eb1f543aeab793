// A program that steps through its own code with the trap flag gets past calls of both kinds, and each call is made once.
#include "guest.h"

static volatile int steps;
static void handler(int number) { steps++; }

int main(void) {
  on_signal(SIGTRAP, (void *)handler, 0);
  long by_vsyscall, by_interrupt;
  __asm__ volatile(
      "pushf\n orl $0x100, (%%esp)\n popf\n nop\n call *%%gs:0x10\n nop\n"
      "pushf\n andl $~0x100, (%%esp)\n popf\n"
      : "=a"(by_vsyscall) : "a"(__NR_getpid) : "ecx", "edx", "memory", "cc");
  CHECK(by_vsyscall == kcall(__NR_getpid));
  CHECK(steps >= 6);
  steps = 0;
  __asm__ volatile(
      "pushf\n orl $0x100, (%%esp)\n popf\n nop\n int $0x80\n nop\n"
      "pushf\n andl $~0x100, (%%esp)\n popf\n"
      : "=a"(by_interrupt) : "a"(__NR_getppid) : "ecx", "edx", "memory", "cc");
  CHECK(by_interrupt == kcall(__NR_getppid));
  CHECK(steps >= 4);
  return guest_status();
}
