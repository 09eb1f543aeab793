// A call from a site of 64-bit code keeps every register and flag and the red zone, whatever comes in between. Under
// Tests/Support/step-signals a signal comes at each instruction of the call: SIGCHLD says that another kind of call is next,
// SIGWINCH where a call begins, SIGURG that the handler has run.
// guest: abi=x86_64 link=static timeout=120
#include "guest.h"
#include <ucontext.h>

enum { rounds = 2500, kinds = 8 };

static volatile int strange;
static void handler(int number, siginfo_t *info, void *context) {
  uintptr_t ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  // The program lies low, and nothing else has been interrupted.
  strange += ip >= 0x10000000;
  __asm__ volatile("mov $-1, %%rcx; mov %%rcx, %%rdx; mov %%rcx, %%r11; cmp %%ecx, %%edx; clc" ::: "rcx", "rdx", "r11", "cc");
  kcall(__NR_kill, getpid(), SIGURG);
}

struct state { uint64_t ax, bx, cx, dx, si, di, bp, r8, r9, r10, r11, r12, r13, r14, r15, flags, behind, red[2]; };

#define CALL(name, code) \
__attribute__((naked, noinline)) static void name(struct state *s) { \
  __asm__( \
      "push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n push %rdi\n" \
      "push 0x78(%rdi)\n mov %rdi, %rax\n" \
      "mov 0x08(%rax), %rbx\n mov 0x18(%rax), %rdx\n mov 0x20(%rax), %rsi\n mov 0x28(%rax), %rdi\n mov 0x30(%rax), %rbp\n" \
      "mov 0x38(%rax), %r8\n mov 0x40(%rax), %r9\n mov 0x48(%rax), %r10\n mov 0x58(%rax), %r12\n mov 0x60(%rax), %r13\n" \
      "mov 0x68(%rax), %r14\n mov 0x70(%rax), %r15\n" \
      "mov (%rax), %rax\n popf\n" \
      "movq $0x77, -16(%rsp)\n movq $0x78, -128(%rsp)\n" \
      "syscall\n" \
      code \
      "mov %rax, -24(%rsp)\n mov (%rsp), %rax\n" \
      "mov %rbx, 0x08(%rax)\n mov %rcx, 0x10(%rax)\n mov %rdx, 0x18(%rax)\n mov %rsi, 0x20(%rax)\n mov %rdi, 0x28(%rax)\n" \
      "mov %rbp, 0x30(%rax)\n mov %r8, 0x38(%rax)\n mov %r9, 0x40(%rax)\n mov %r10, 0x48(%rax)\n mov %r11, 0x50(%rax)\n" \
      "mov %r12, 0x58(%rax)\n mov %r13, 0x60(%rax)\n mov %r14, 0x68(%rax)\n mov %r15, 0x70(%rax)\n" \
      "mov -24(%rsp), %rcx\n mov %rcx, (%rax)\n lea 1b(%rip), %rcx\n mov %rcx, 0x80(%rax)\n" \
      "mov -16(%rsp), %rcx\n mov %rcx, 0x88(%rax)\n mov -128(%rsp), %rcx\n mov %rcx, 0x90(%rax)\n" \
      "pushf\n pop 0x78(%rax)\n push $0x202\n popf\n" \
      "pop %rdi\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n"); \
}

// What stands behind the site, for the ways in which it can be moved. The branches are long ones: no jump that covers two
// instructions finds an entry for code that lies as low as this.
CALL(call, "1: {disp32} lea 0x11111111(%rdx), %rdx\n")
CALL(call_jumping, "1: jmp.d32 3f\n 2: lea 0x11111111(%rdx), %rdx\n jmp 4f\n 3: jmp 2b\n 4:\n")
CALL(call_branching, "1: jc.d32 3f\n 2: jmp 4f\n 3: lea 0x11111111(%rdx), %rdx\n jnc 2b\n 4:\n")
CALL(call_calling, "1: call increase\n")
__asm__("increase: lea 0x11111111(%rdx), %rdx\n ret\n");

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART | SA_SIGINFO);
  int fd = open("file", O_CREAT | O_RDWR, 0600);
  NEED(fd >= 0);
  uint64_t parent = getppid(), heap = kcall(__NR_brk, 0);
  unsigned bad[kinds] = {0};
  struct { uint64_t number, a, b, c, result; void (*call)(struct state *); } made[kinds] = {
      {__NR_getppid, 0x44444444, 0x55555555, 0x66666666, parent, call},
      {__NR_write, fd, (uint64_t)"x", 1, 1, call},
      {__NR_brk, 0, 5, 6, heap, call},
      {__NR_access, (uint64_t)"file", 0, 6, 0, call},
      {100000, 1, 2, 3, -ENOSYS, call},
      {__NR_getppid, 1, 2, 3, parent, call_jumping},
      {__NR_getppid, 1, 2, 3, parent, call_branching},
      {__NR_getppid, 1, 2, 3, parent, call_calling},
  };
  for (int kind = 0; kind < kinds; kind++) {
    kcall(__NR_kill, getpid(), SIGCHLD);
    for (int i = 0; i < rounds; i++) {
      kcall(__NR_kill, getpid(), SIGWINCH);
      struct state s = {made[kind].number, 1, 0, made[kind].c, made[kind].b, made[kind].a, 6, 7, 8, 9, 0, 11, 12, 13, 14, 0xad7};
      made[kind].call(&s);
      bool good = s.ax == made[kind].result && (s.flags & ~0x100) == 0xad7 && s.bx == 1 && s.dx == made[kind].c + 0x11111111 &&
                  s.si == made[kind].b && s.di == made[kind].a && s.bp == 6 && s.r8 == 7 && s.r9 == 8 && s.r10 == 9 && s.r12 == 11 &&
                  s.r13 == 12 && s.r14 == 13 && s.r15 == 14 && s.red[0] == 0x77 && s.red[1] == 0x78 && s.cx == s.behind &&
                  (s.r11 & ~0x100) == 0xad7;
      if (!good && !bad[kind]++)
        fprintf(stderr, "%d/%d: ax %lx flags %lx dx %lx cx %lx behind %lx r11 %lx\n", kind, i, s.ax, s.flags, s.dx, s.cx, s.behind, s.r11);
    }
  }
  for (int kind = 0; kind < kinds; kind++) SHOW(bad[kind]);
  SHOW(strange);
  return guest_status();
}
