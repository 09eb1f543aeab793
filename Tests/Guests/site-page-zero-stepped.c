// A call of its number from a site of 32-bit code (--page-zero) keeps every register and flag and the stack, whatever comes in
// between: see gateway-stepped.c.
// guest: link=static timeout=120 page-zero=yes
#include "guest.h"
#include <ucontext.h>

enum { rounds = 2500, kinds = 4 };

static volatile int strange;
static void handler(int number, siginfo_t *info, void *context) {
  uintptr_t ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_EIP];
  strange += ip >= 0x10000000 || ip < 0x8000000 || ((ucontext_t *)context)->uc_mcontext.gregs[REG_CS] != 0x23;
  __asm__ volatile("mov $-1, %%ecx; mov %%ecx, %%edx; cmp %%ecx, %%edx; clc" ::: "ecx", "edx", "cc");
  kcall(__NR_kill, getpid(), SIGURG);
}

struct state { uint32_t eax, ebx, ecx, edx, esi, edi, ebp, flags, esp[2]; };

#define CALL(name, number) \
__attribute__((naked, noinline)) static void name(struct state *s) { \
  __asm__( \
      "push %ebx\n push %esi\n push %edi\n push %ebp\n" \
      "mov 20(%esp), %eax\n push %eax\n mov %esp, 32(%eax)\n" \
      "push 28(%eax)\n mov 4(%eax), %ebx\n mov 8(%eax), %ecx\n mov 12(%eax), %edx\n mov 16(%eax), %esi\n" \
      "mov 20(%eax), %edi\n mov 24(%eax), %ebp\n popf\n" \
      "mov $" #number ", %eax\n int $0x80\n" \
      "pushf\n push %eax\n mov 8(%esp), %eax\n" \
      "mov %ebx, 4(%eax)\n mov %ecx, 8(%eax)\n mov %edx, 12(%eax)\n mov %esi, 16(%eax)\n mov %edi, 20(%eax)\n mov %ebp, 24(%eax)\n" \
      "pop (%eax)\n pop 28(%eax)\n mov %esp, 36(%eax)\n pop %eax\n" \
      "push $0x202\n popf\n pop %ebp\n pop %edi\n pop %esi\n pop %ebx\n ret\n"); \
}

CALL(parent, 64)
CALL(failing, 6)
CALL(heap, 45)
CALL(unknown, 511)

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART | SA_SIGINFO);
  unsigned bad[kinds] = {0};
  struct { uint32_t a, result; void (*call)(struct state *); } made[kinds] = {
      {0x44444444, getppid(), parent}, {-1, -EBADF, failing}, {0, kcall(__NR_brk, 0), heap}, {1, -ENOSYS, unknown}};
  for (int kind = 0; kind < kinds; kind++) {
    kcall(__NR_kill, getpid(), SIGCHLD);
    for (int i = 0; i < rounds; i++) {
      kcall(__NR_kill, getpid(), SIGWINCH);
      struct state s = {0, made[kind].a, 2, 3, 4, 5, 6, 0xad7};
      made[kind].call(&s);
      bool good = s.eax == made[kind].result && s.ebx == made[kind].a && s.ecx == 2 && s.edx == 3 && s.esi == 4 && s.edi == 5 &&
                  s.ebp == 6 && (s.flags & ~0x100) == 0xad7 && s.esp[0] == s.esp[1];
      if (!good && !bad[kind]++)
        fprintf(stderr, "%d/%d: ax %x flags %x cx %x dx %x sp %x %x\n", kind, i, s.eax, s.flags, s.ecx, s.edx, s.esp[0], s.esp[1]);
    }
  }
  for (int kind = 0; kind < kinds; kind++) SHOW(bad[kind]);
  SHOW(strange);
  return guest_status();
}
