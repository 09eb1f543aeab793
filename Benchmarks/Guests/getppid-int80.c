#include <sys/syscall.h>

#include "Measure.h"

static void getppidByInterrupt(unsigned count) {
  while (count--) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(__NR_getppid) : "memory", "cc");
  }
}

int main(int argc, char **argv) { return measure("getppid-int80", argv, getppidByInterrupt); }
