#include <sys/syscall.h>

#include "Measure.h"

static void getppidBySyscall(unsigned count) {
  while (count--) {
    long result;
    __asm__ volatile("syscall\n cmp $-4095, %0" : "=a"(result) : "a"(__NR_getppid) : "rcx", "r11", "memory", "cc");
  }
}

int main(int argc, char **argv) { return measure("wide-getppid", argv, getppidBySyscall); }
