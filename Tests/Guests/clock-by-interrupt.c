// Clocks asked by int $0x80, also by 64-bit code: for some of them the host's vDSO itself calls the kernel.
#include "guest.h"

#include <sys/mman.h>
#include <time.h>

struct time32 {
  int seconds, nanoseconds;
};

static int ask(int number, int clock, void *room) {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(clock), "c"(room) : "memory");
  return result;
}

int main(void) {
  struct time32 *time =
      mmap((void *)0x10000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  CHECK(time != MAP_FAILED);
  static const int clocks[] = {0, 1, 2, 3, 4, 5, 6, 7, 11, 10, 99, -2, -6};
  for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; i++) {
    for (int round = 0; round < 3; round++) {
      *time = (struct time32){-1, -1};
      int result = ask(265, clocks[i], time);
      int isTime = time->seconds >= 0 && time->nanoseconds >= 0 && time->nanoseconds < 1000000000;
      if (round == 2) say("clock %d: %d, a time: %d\n", clocks[i], result, isTime);
    }
    say("resolution: %d\n", ask(266, clocks[i], time));
  }
  say("day: %d, far: %d\n", ask(78, (int)(long)time, 0), ask(265, 2, (void *)16));
  return guest_status();
}
