// guest: abi=x86_64
// `int $0x80` in a 64-bit program is an i386 call: its numbers, its 32-bit words; the upper halves are cut off, %r8 to %r15 stay.
#include "guest.h"
#include <sys/syscall.h>

static long i386(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "r8", "r9", "r10", "r11", "memory");
  return result;
}
static void quiet(int number) {}

int main(void) {
  long bad = 0;
  for (int i = 0; i < 100; i++) {
    bad += i386(20, 0, 0, 0) != getpid();
    bad += syscall(39) != getpid();
    bad += i386(64, 0, 0, 0) != getppid();
  }
  SHOW(bad);
  char *low = mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  memcpy(low, "low memory\n", 11);
  SHOW(i386(4, 1, (long)low, 11));
  SHOW(i386(4, 1, (long)low | 0x7ff00000000, 11));
  char here[8] = "stack\n";
  RAW(i386(4, 1, (long)here, 6));
  RAW(i386(6, -1, 0, 0));
  RAW(i386(0x100000000 | 20, 0, 0, 0) == getpid());
  RAW(i386(9999, 0, 0, 0));
  // mmap2 gives what fits into 32 bits; brk is one for both.
  long place = i386(192, 0, 4096, PROT_READ);
  SHOW(place < 0 && place > -4096 || place < 0x100000000);
  // The time's 32-bit struct.
  SHOW(i386(265, 1, (long)low, 0));
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  SHOW(now.tv_sec - *(int *)low < 3);
  unsigned long in[8], out[8];
  for (int i = 0; i < 8; i++) in[i] = 0x1111111111111111ul * (i + 1);
  __asm__ volatile(
      "mov (%1), %%r8\n mov 8(%1), %%r9\n mov 16(%1), %%r10\n mov 24(%1), %%r11\n"
      "mov 32(%1), %%r12\n mov 40(%1), %%r13\n mov 48(%1), %%r14\n mov 56(%1), %%r15\n"
      "mov $64, %%eax\n int $0x80\n"
      "mov %%r8, (%0)\n mov %%r9, 8(%0)\n mov %%r10, 16(%0)\n mov %%r11, 24(%0)\n"
      "mov %%r12, 32(%0)\n mov %%r13, 40(%0)\n mov %%r14, 48(%0)\n mov %%r15, 56(%0)\n"
      ::"D"(out), "S"(in)
      : "rax", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory");
  for (int i = 0; i < 8; i++) say("r%d %lx\n", 8 + i, out[i]);
  // A signal sent by such a call finds a 64-bit handler.
  on_signal(SIGUSR1, (void *)quiet, 0);
  SHOW(i386(37, getpid(), SIGUSR1, 0));
  return guest_status();
}
