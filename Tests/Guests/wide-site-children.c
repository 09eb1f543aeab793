// guest: abi=x86_64 cflags=-O2 timeout=60
// fork, vfork, clone with a stack of its own, and calls that take the stack away, all from sites of 64-bit code entered before.
#include "guest.h"

__attribute__((naked, noinline)) static long raw(long number, long a, long b, long c) {
  __asm__("mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n mov %rcx, %rdx\n syscall\n cmp $-4095, %rax\n ret\n");
}

// vfork as a library does it: the return address is not on the stack while the child runs.
__attribute__((naked, noinline, returns_twice)) static long raw_vfork(void) {
  __asm__("pop %rdi\n mov $58, %eax\n syscall\n push %rdi\n cmp $-4095, %eax\n ret\n");
}

// A thread-like child: shared memory, a stack of its own, ends by exit after it has unmapped that stack.
__attribute__((naked, noinline)) static long start(void *top) {
  __asm__("mov %rdi, %rsi\n mov $0x111, %edi\n xor %edx, %edx\n xor %r10d, %r10d\n xor %r8d, %r8d\n mov $56, %eax\n"
          "syscall\n test %rax, %rax\n jnz 1f\n"
          "mov (%rsp), %rdi\n mov 8(%rsp), %rsi\n mov $11, %eax\n syscall\n cmp $0, %rax\n mov %eax, %edi\n mov $60, %eax\n syscall\n"
          "{disp8} lea 0(%rax), %rax\n 1: ret\n");
}

int main(void) {
  int bad = 0, status;
  for (int i = 0; i < 60; i++) bad += raw(__NR_getppid, 0, 0, 0) <= 0;
  for (int i = 0; i < 20; i++) {
    long child = raw(__NR_fork, 0, 0, 0);
    if (child == 0) raw(__NR_exit_group, i, 0, 0);
    bad += waitpid(child, &status, 0) != child || WEXITSTATUS(status) != i;
  }
  SHOW(bad);
  for (int i = 0; i < 100; i++) {
    long child = raw_vfork();
    if (child == 0) {
      raw(__NR_getpid, 0, 0, 0);
      raw(__NR_brk, 0, 0, 0);
      _exit(i);
    }
    bad += waitpid(child, &status, 0) != child || WEXITSTATUS(status) != i;
  }
  SHOW(bad);
  for (int i = 0; i < 50; i++) {
    char *stack = mmap(NULL, 0x4000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long *top = (long *)(stack + 0x4000) - 4;
    top[0] = (long)stack;
    top[1] = 0x4000;
    long child = start(top);
    bad += waitpid(child, &status, __WALL) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }
  SHOW(bad);
  return guest_status();
}
