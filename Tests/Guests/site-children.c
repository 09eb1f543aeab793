// guest: cflags=-O2 timeout=40
// fork, vfork, clone with a stack of its own, and calls that take the stack away, all from sites entered before.
#include "guest.h"

__attribute__((naked, noinline)) static long raw(long number, long a, long b, long c) {
  __asm__("push %ebx\n mov 8(%esp), %eax\n mov 12(%esp), %ebx\n mov 16(%esp), %ecx\n mov 20(%esp), %edx\n"
          "int $0x80\n {disp8} lea 0(%eax), %eax\n pop %ebx\n ret\n");
}

// vfork as a library does it: the return address is not on the stack while the child runs.
__attribute__((naked, noinline, returns_twice)) static long raw_vfork(void) {
  __asm__("pop %edx\n mov $190, %eax\n int $0x80\n {disp8} lea 0(%eax), %eax\n push %edx\n ret\n");
}

// A thread-like child: shared memory, a stack of its own, ends by exit after it has unmapped that stack.
__attribute__((naked, noinline)) static long start(void *top) {
  __asm__("push %ebx\n mov 8(%esp), %ecx\n mov $0x111, %ebx\n xor %edx, %edx\n xor %esi, %esi\n xor %edi, %edi\n mov $120, %eax\n"
          "int $0x80\n test %eax, %eax\n jnz 1f\n"
          "mov (%esp), %ebx\n mov 4(%esp), %ecx\n mov $91, %eax\n int $0x80\n mov %eax, %ebx\n mov $1, %eax\n int $0x80\n {disp8} lea 0(%eax), %eax\n"
          "1: pop %ebx\n ret\n");
}

int main(void) {
  int bad = 0, status;
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
      _exit(i);
    }
    bad += waitpid(child, &status, 0) != child || WEXITSTATUS(status) != i;
  }
  SHOW(bad);
  for (int i = 0; i < 20; i++) {
    char *stack = mmap(NULL, 0x4000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long *top = (long *)(stack + 0x4000) - 4;
    top[0] = (long)stack;
    top[1] = 0x4000;
    register long keep asm("esi");
    long child;
    __asm__ volatile("push %%esi\n push %%edi\n push %%ebx\n push %1\n call *%2\n add $4, %%esp\n pop %%ebx\n pop %%edi\n pop %%esi"
                     : "=a"(child) : "r"(top), "r"(start) : "ecx", "edx", "memory", "cc");
    bad += waitpid(child, &status, __WALL) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }
  SHOW(bad);
  return guest_status();
}
