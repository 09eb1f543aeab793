// Without sa_restorer the frame returns through the vDSO's trampolines.
#include "guest.h"

struct new_action { uint32_t handler, flags, restorer, mask[2]; };
static volatile int count;
static void classic(int number) { count++; }
static void rt(int number, siginfo_t *info, void *context) { count += 10; }

int main(void) {
  struct new_action a = {(uint32_t)(uintptr_t)classic, 0, 0, {0, 0}};
  RAW(kcall(__NR_rt_sigaction, SIGUSR1, &a, 0, 8));
  a.handler = (uint32_t)(uintptr_t)rt, a.flags = 4;
  RAW(kcall(__NR_rt_sigaction, SIGUSR2, &a, 0, 8));
  raise(SIGUSR1);
  SHOW(count);
  raise(SIGUSR2);
  SHOW(count);
  return guest_status();
}
