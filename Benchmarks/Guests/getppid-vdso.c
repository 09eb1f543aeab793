#include <sys/syscall.h>

#include "Measure.h"

static void getppidByEntry(unsigned count) {
  while (count--) {
    long result;
    __asm__ volatile("call *%%gs:0x10" : "=a"(result) : "a"(__NR_getppid) : "memory", "cc");
  }
}

int main(int argc, char **argv) { return measure("getppid-vdso", argv, getppidByEntry); }
