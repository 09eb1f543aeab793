// A call of its number from a site of 64-bit code (--page-zero) keeps every register and flag, and the red zone but for what
// nobody looks at, whatever comes in between: see wide-gateway-stepped.c.
// guest: abi=x86_64 link=static timeout=120 page-zero=yes
#include "guest.h"
#include <ucontext.h>

enum { rounds = 2500, kinds = 4 };

static volatile int strange;
static void handler(int number, siginfo_t *info, void *context) {
  uintptr_t ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  strange += ip >= 0x10000000 || ip < 0x10000;
  __asm__ volatile("mov $-1, %%rcx; mov %%rcx, %%rdx; mov %%rcx, %%r11; cmp %%ecx, %%edx; clc" ::: "rcx", "rdx", "r11", "cc");
  kcall(__NR_kill, getpid(), SIGURG);
}

struct state { uint64_t ax, bx, cx, dx, si, di, bp, r8, r9, r10, r11, r12, r13, r14, r15, flags, behind, red[2], sp[2]; };

#define CALL(name, number) \
__attribute__((naked, noinline)) static void name(struct state *s) { \
  __asm__( \
      "push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n push %rdi\n" \
      "push 0x78(%rdi)\n mov %rdi, %rax\n" \
      "mov 0x08(%rax), %rbx\n mov 0x18(%rax), %rdx\n mov 0x20(%rax), %rsi\n mov 0x28(%rax), %rdi\n mov 0x30(%rax), %rbp\n" \
      "mov 0x38(%rax), %r8\n mov 0x40(%rax), %r9\n mov 0x48(%rax), %r10\n mov 0x58(%rax), %r12\n mov 0x60(%rax), %r13\n" \
      "mov 0x68(%rax), %r14\n mov 0x70(%rax), %r15\n" \
      "popf\n mov %rsp, -32(%rsp)\n" \
      "movq $0x77, -16(%rsp)\n movq $0x78, -128(%rsp)\n" \
      "mov $" #number ", %eax\n syscall\n" \
      "1: jrcxz 2f\n jrcxz 2f\n 2: push %rax\n" \
      "mov 8(%rsp), %rax\n" \
      "mov %rbx, 0x08(%rax)\n mov %rcx, 0x10(%rax)\n mov %rdx, 0x18(%rax)\n mov %rsi, 0x20(%rax)\n mov %rdi, 0x28(%rax)\n" \
      "mov %rbp, 0x30(%rax)\n mov %r8, 0x38(%rax)\n mov %r9, 0x40(%rax)\n mov %r10, 0x48(%rax)\n mov %r11, 0x50(%rax)\n" \
      "mov %r12, 0x58(%rax)\n mov %r13, 0x60(%rax)\n mov %r14, 0x68(%rax)\n mov %r15, 0x70(%rax)\n" \
      "lea 1b(%rip), %rcx\n mov %rcx, 0x80(%rax)\n" \
      "mov -8(%rsp), %rcx\n mov %rcx, 0x88(%rax)\n mov -120(%rsp), %rcx\n mov %rcx, 0x90(%rax)\n" \
      "mov -24(%rsp), %rcx\n mov %rcx, 0x98(%rax)\n pop %rcx\n mov %rcx, (%rax)\n mov %rsp, 0xa0(%rax)\n" \
      "pushf\n pop 0x78(%rax)\n push $0x202\n popf\n" \
      "pop %rdi\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n"); \
}

CALL(parent, 110)
CALL(failing, 3)
CALL(heap, 12)
CALL(last, 306)

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART | SA_SIGINFO);
  unsigned bad[kinds] = {0};
  struct { uint64_t a, result; void (*call)(struct state *); } made[kinds] = {
      {0x44444444, getppid(), parent}, {-1, -EBADF, failing}, {0, kcall(__NR_brk, 0), heap}, {-1, -EBADF, last}};
  for (int kind = 0; kind < kinds; kind++) {
    kcall(__NR_kill, getpid(), SIGCHLD);
    for (int i = 0; i < rounds; i++) {
      kcall(__NR_kill, getpid(), SIGWINCH);
      struct state s = {0, 1, 0, 3, 4, made[kind].a, 6, 7, 8, 9, 0, 11, 12, 13, 14, 0xad7};
      made[kind].call(&s);
      bool good = s.ax == made[kind].result && (s.flags & ~0x100) == 0xad7 && s.bx == 1 && s.dx == 3 && s.si == 4 &&
                  s.di == made[kind].a && s.bp == 6 && s.r8 == 7 && s.r9 == 8 && s.r10 == 9 && s.r12 == 11 && s.r13 == 12 &&
                  s.r14 == 13 && s.r15 == 14 && s.red[0] == 0x77 && s.red[1] == 0x78 && s.cx == s.behind &&
                  (s.r11 & ~0x100) == 0xad7 && s.sp[0] == s.sp[1];
      if (!good && !bad[kind]++)
        fprintf(stderr, "%d/%d: ax %lx flags %lx dx %lx cx %lx behind %lx r11 %lx sp %lx %lx\n", kind, i, s.ax, s.flags, s.dx, s.cx, s.behind, s.r11, s.sp[0], s.sp[1]);
    }
  }
  for (int kind = 0; kind < kinds; kind++) SHOW(bad[kind]);
  SHOW(strange);
  return guest_status();
}
