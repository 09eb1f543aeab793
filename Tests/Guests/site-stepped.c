// The trap flag over a site before and after it has been entered often: the same steps, each in the program's own code.
// guest: page-zero=yes
#include "guest.h"
#include <ucontext.h>

static uintptr_t places[64];
static volatile int steps;
static void handler(int number, siginfo_t *info, void *context) {
  if (steps < 64) places[steps] = ((ucontext_t *)context)->uc_mcontext.gregs[REG_EIP];
  steps++;
}

__attribute__((naked, noinline)) static long stepped(void) {
  __asm__("push %ebx\n xor %ebx, %ebx\n pushf\n orl $0x100, (%esp)\n mov $20, %eax\n popf\n"
          "int $0x80\n lea 1(%ebx), %ebx\n lea 1(%ebx), %ebx\n nop\n"
          "pushf\n andl $~0x100, (%esp)\n popf\n nop\n pop %ebx\n ret\n");
}

__attribute__((naked, noinline)) static long site(int flags) {
  __asm__("push %ebx\n xor %ebx, %ebx\n pushf\n mov 12(%esp), %ecx\n or %ecx, (%esp)\n mov $20, %eax\n popf\n"
          "nop\n int $0x80\n lea 1(%ebx), %ebx\n lea 1(%ebx), %ebx\n nop\n"
          "pushf\n andl $~0x100, (%esp)\n popf\n nop\n pop %ebx\n ret\n");
}

// With --page-zero it calls its number.
__attribute__((naked, noinline)) static long numbered(int flags) {
  __asm__("push %ebx\n xor %ebx, %ebx\n pushf\n mov 12(%esp), %ecx\n or %ecx, (%esp)\n popf\n"
          "nop\n mov $20, %eax\n int $0x80\n nop\n inc %ebx\n"
          "pushf\n andl $~0x100, (%esp)\n popf\n nop\n pop %ebx\n ret\n");
}

static void step(long (*site)(int)) {
  for (int round = 0; round < 3; round++) {
    steps = 0;
    CHECK(site(0x100) == getpid());
    say("%d steps:", steps);
    for (int i = 0; i < steps && i < 64; i++) say(" %d", (int)(places[i] - (uintptr_t)site));
    say("\n");
    for (int i = 0; i < 50; i++) site(0);
  }
}

int main(void) {
  on_signal(SIGTRAP, (void *)handler, SA_SIGINFO);
  step(site);
  step(numbered);
  steps = 0;
  for (int i = 0; i < 3; i++) CHECK(stepped() == getpid());
  SHOW(steps);
  return guest_status();
}
