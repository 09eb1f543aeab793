// A call by each entry keeps every register and flag, whatever comes in between. Under Tests/Support/step-signals a
// signal comes at each instruction of the call: SIGCHLD says that another kind of call is next, SIGWINCH where a call
// begins, SIGURG that the handler has run.
// guest: link=static timeout=60
#include <sys/syscall.h>

#include "guest.h"

enum { rounds = 2000, kinds = 4 };

static void handler(int number) {
  __asm__ volatile("mov $-1, %%ecx; mov %%ecx, %%edx; cmp %%ecx, %%edx; clc" ::: "ecx", "edx", "cc");
  kcall(__NR_kill, getpid(), SIGURG);
}

static uint32_t registers[8], flags;

/// Makes the call with known values in every register and known flags, and leaves what they are afterwards.
static void call(uint32_t number, uint32_t a, uint32_t b, uint32_t c) {
  static uint32_t in[4], stack;
  in[0] = number, in[1] = a, in[2] = b, in[3] = c;
  __asm__ volatile(
      "pusha\n"
      "mov %0, %%eax\n mov 4(%1), %%ebx\n mov 8(%1), %%ecx\n mov 12(%1), %%edx\n"
      "mov %%esp, %2\n"
      "mov $0x11111111, %%esi\n mov $0x22222222, %%edi\n mov $0x33333333, %%ebp\n"
      "push $0x8d7\n popf\n"
      "call *%%gs:0x10\n"
      "pushf\n pop %3\n push %%eax\n"
      "mov %%ebx, %4\n mov %%ecx, 4+%4\n mov %%edx, 8+%4\n mov %%esi, 12+%4\n mov %%edi, 16+%4\n mov %%ebp, 20+%4\n"
      "pop %%eax\n mov %%eax, 24+%4\n"
      "sub %%esp, %2\n mov %2, %%eax\n mov %%eax, 28+%4\n popa\n" ::"m"(in[0]), "r"(in), "m"(stack), "m"(flags), "m"(registers[0])
      : "memory", "cc");
}

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  int fd = open("file", O_CREAT | O_RDWR, 0600);
  NEED(fd >= 0);
  uint32_t parent = getppid();
  unsigned bad[kinds] = {0};
  struct timespec *resolution = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct { uint32_t number, a, b, c, result; } made[kinds] = {
      {__NR_getppid, 0x44444444, 0x55555555, 0x66666666, parent},
      {__NR_write, fd, (uint32_t)"x", 1, 1},
      {__NR_clock_getres, CLOCK_MONOTONIC, (uint32_t)resolution, 7, 0},
      {100000, 1, 2, 3, -ENOSYS},
  };
  for (int kind = 0; kind < kinds; kind++) {
    kcall(__NR_kill, getpid(), SIGCHLD);
    for (int i = 0; i < rounds; i++) {
      kcall(__NR_kill, getpid(), SIGWINCH);
      call(made[kind].number, made[kind].a, made[kind].b, made[kind].c);
      uint32_t expected[8] = {made[kind].a, made[kind].b, made[kind].c, 0x11111111, 0x22222222, 0x33333333, made[kind].result, 0};
      if (memcmp(registers, expected, sizeof expected) || (flags & ~0x100) != (0x8d7 | 0x200)) {
        if (!bad[kind]++) {
          for (int r = 0; r < 8; r++) fprintf(stderr, "%d/%d: %08x %08x\n", kind, i, registers[r], expected[r]);
          fprintf(stderr, "flags %x\n", flags);
        }
      }
    }
  }
  for (int kind = 0; kind < kinds; kind++) SHOW(bad[kind]);
  return guest_status();
}
