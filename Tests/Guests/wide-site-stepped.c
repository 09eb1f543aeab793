// guest: abi=x86_64 page-zero=yes
// The trap flag over a 64-bit site before and after it has been entered often: the same steps, each in the program's own code.
#include "guest.h"
#include <ucontext.h>

static uintptr_t places[64];
static volatile int steps;
static void handler(int number, siginfo_t *info, void *context) {
  if (steps < 64) places[steps] = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  steps++;
}

#define STEPPED(name, number, behind) \
  __attribute__((naked, noinline)) static long name(long flags) { \
    __asm__("mov %rdi, %rcx\n xor %edi, %edi\n pushf\n or %rcx, (%rsp)\n mov $" number ", %eax\n popf\n" \
            "nop\n syscall\n " behind "\n lea 1(%rbx), %rdx\n nop\n" \
            "pushf\n andl $~0x100, (%rsp)\n popf\n nop\n ret\n"); \
  }

STEPPED(straight, "39", "lea 1(%rbx), %rdx\n")
STEPPED(handled, "12", "lea 1(%rbx), %rdx\n")
STEPPED(several, "39", "push %rdx\n pop %rdx\n mov %rax, %rax\n")

__asm__(".data\n known_word: .quad 0\n .text\n");
STEPPED(relative, "39", "add known_word(%rip), %rax\n")

STEPPED(jumping, "39", "jmp.d32 1f\n 1:")
STEPPED(branching, "39", "test %eax, %eax\n jg 1f\n nop\n 1:")
STEPPED(calling, "39", "call 1f\n jmp 2f\n 1: ret\n 2:")

// With --page-zero it calls its number.
__attribute__((naked, noinline)) static long numbered(long flags) {
  __asm__("mov %rdi, %rcx\n xor %edi, %edi\n pushf\n or %rcx, (%rsp)\n popf\n"
          "nop\n mov $39, %eax\n syscall\n jrcxz 1f\n jrcxz 1f\n 1: nop\n"
          "pushf\n andl $~0x100, (%rsp)\n popf\n nop\n ret\n");
}

int main(void) {
  on_signal(SIGTRAP, (void *)handler, SA_SIGINFO);
  long (*functions[])(long) = {straight, handled, several, relative, jumping, branching, calling, numbered};
  for (int round = 0; round < 3; round++)
    for (int f = 0; f < 8; f++) {
      steps = 0;
      CHECK(functions[f](0x100) > 0);
      say("%d steps:", steps);
      for (int i = 0; i < steps && i < 64; i++) say(" %d", (int)(places[i] - (uintptr_t)functions[f]));
      say("\n");
      for (int i = 0; i < 50; i++) functions[f](0);
    }
  return guest_status();
}
