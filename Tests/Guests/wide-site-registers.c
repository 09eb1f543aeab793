// guest: abi=x86_64 cflags=-O2 timeout=60
// `syscall` executed often: every register, the flags, the red zone and vector registers are kept, %rcx and %r11 are as the
// kernel leaves them, whether the call goes straight on or has a handler; wild numbers in %rax.
#include "guest.h"

struct state { uint64_t ax, bx, cx, dx, si, di, bp, r8, r9, r10, r11, r12, r13, r14, r15, flags, behind, red[16]; };

__attribute__((naked, noinline)) static void call(struct state *s) {
  __asm__(
      "push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n push %rdi\n"
      "push 0x78(%rdi)\n mov %rdi, %rax\n"
      "mov 0x08(%rax), %rbx\n mov 0x18(%rax), %rdx\n mov 0x20(%rax), %rsi\n mov 0x28(%rax), %rdi\n mov 0x30(%rax), %rbp\n"
      "mov 0x38(%rax), %r8\n mov 0x40(%rax), %r9\n mov 0x48(%rax), %r10\n mov 0x58(%rax), %r12\n mov 0x60(%rax), %r13\n"
      "mov 0x68(%rax), %r14\n mov 0x70(%rax), %r15\n"
      "movq %rbx, %xmm0\n movq %r15, %xmm15\n"
      "mov (%rax), %rax\n popf\n"
      "movq $0x77, -16(%rsp)\n movq $0x78, -128(%rsp)\n"
      "syscall\n"
      "1: {disp32} lea 0x11111111(%rdx), %rdx\n"
      "mov %rax, -24(%rsp)\n mov (%rsp), %rax\n"
      "mov %rbx, 0x08(%rax)\n mov %rcx, 0x10(%rax)\n mov %rdx, 0x18(%rax)\n mov %rsi, 0x20(%rax)\n mov %rdi, 0x28(%rax)\n"
      "mov %rbp, 0x30(%rax)\n mov %r8, 0x38(%rax)\n mov %r9, 0x40(%rax)\n mov %r10, 0x48(%rax)\n mov %r11, 0x50(%rax)\n"
      "mov %r12, 0x58(%rax)\n mov %r13, 0x60(%rax)\n mov %r14, 0x68(%rax)\n mov %r15, 0x70(%rax)\n"
      "mov -24(%rsp), %rcx\n mov %rcx, (%rax)\n lea 1b(%rip), %rcx\n mov %rcx, 0x80(%rax)\n"
      "mov -16(%rsp), %rcx\n mov %rcx, 0x88(%rax)\n mov -128(%rsp), %rcx\n mov %rcx, 0x90(%rax)\n"
      "movq %xmm0, 0x98(%rax)\n movq %xmm15, 0xa0(%rax)\n"
      "pushf\n pop 0x78(%rax)\n push $0x202\n popf\n"
      "pop %rdi\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n");
}

int main(void) {
  static const uint64_t flags[] = {0x202, 0xad7, 0x602, 0x200202, 0x246, 0xa02, 0x203};
  static const uint64_t numbers[] = {__NR_getpid, __NR_getuid, ~0ull, 0xffffffff00000000 | __NR_getpid, 0x80000000, 4000, 0x1000000 | __NR_getpid,
                                     0x10000 | __NR_getpid, 0x100 | __NR_getpid, 511, 512, 547, 548, 0x7fffffffffffffff, __NR_fstat, __NR_access,
                                     __NR_openat, 0x1234567800000000 | __NR_openat};
  enum { count = sizeof numbers / sizeof *numbers };
  int pid = getpid(), shown[count] = {0};
  for (int round = 0; round < 30; round++)
    for (int n = 0; n < count; n++)
      for (int f = 0; f < 7; f++) {
        struct state s = {numbers[n], 1, 0, 3, 4, -5, 6, 7, 8, 9, 0, 11, 12, 13, 14, flags[f]}, before = s;
        call(&s);
        long result = (int)s.ax == pid ? 0 : s.ax;
        if (!shown[n]++) say("%llx: %ld\n", (unsigned long long)numbers[n], result);
        bool good = s.flags == flags[f] && s.r11 == flags[f] && s.cx == s.behind && s.bx == 1 && s.dx == 3 + 0x11111111 && s.si == 4 &&
                    s.di == (uint64_t)-5 && s.bp == 6 && s.r8 == 7 && s.r9 == 8 && s.r10 == 9 && s.r12 == 11 && s.r13 == 12 &&
                    s.r14 == 13 && s.r15 == 14 && s.red[0] == 0x77 && s.red[1] == 0x78 && s.red[2] == 1 && s.red[3] == 14;
        if (!good) {
          say("FAIL: round %d number %llx flags %llx: flags %llx r11 %llx rcx %llx behind %llx\n", round, (unsigned long long)numbers[n],
              (unsigned long long)flags[f], (unsigned long long)s.flags, (unsigned long long)s.r11, (unsigned long long)s.cx, (unsigned long long)s.behind);
          return 1;
        }
      }
  say("done\n");
  return guest_status();
}
