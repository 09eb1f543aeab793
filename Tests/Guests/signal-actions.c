// sigaction old and new: flags and masks read back, refused numbers, the old handler, sa_restorer.
#include "guest.h"

struct old_action { uint32_t handler, mask, flags, restorer; };
struct new_action { uint32_t handler, flags, restorer, mask[2]; };
static void handler(int number) { say("handler %d\n", number); }

int main(void) {
  struct old_action a = {(uint32_t)(uintptr_t)handler, 0x00000802, 0x10000000, 0}, b;
  struct new_action c, d;
  RAW(kcall(__NR_sigaction, SIGUSR1, &a, 0));
  RAW(kcall(__NR_sigaction, SIGUSR1, 0, &b));
  say("same %d mask %x flags %x restorer %x\n", a.handler == b.handler, b.mask, b.flags, b.restorer);
  memset(&d, 0xff, sizeof d);
  RAW(kcall(__NR_rt_sigaction, SIGUSR1, 0, &d, 8));
  say("mask %x %x flags %x\n", d.mask[0], d.mask[1], d.flags);
  raise(SIGUSR1);
  memset(&c, 0, sizeof c);
  c.handler = a.handler, c.mask[0] = 0xffffffff, c.mask[1] = 0x80000001;
  RAW(kcall(__NR_rt_sigaction, 40, &c, 0, 8));
  RAW(kcall(__NR_rt_sigaction, 40, 0, &d, 8));
  say("mask %x %x\n", d.mask[0], d.mask[1]);
  c.flags = 0xffffffff & ~0x04000000;
  RAW(kcall(__NR_rt_sigaction, 41, &c, 0, 8));
  RAW(kcall(__NR_rt_sigaction, 41, 0, &d, 8));
  say("flags %x\n", d.flags);
  RAW(kcall(__NR_rt_sigaction, 40, &c, 0, 4));
  RAW(kcall(__NR_rt_sigaction, SIGKILL, &c, 0, 8));
  RAW(kcall(__NR_rt_sigaction, SIGSTOP, 0, &d, 8));
  RAW(kcall(__NR_rt_sigaction, 65, &c, 0, 8));
  RAW(kcall(__NR_rt_sigaction, 0, &c, 0, 8));
  RAW(kcall(__NR_rt_sigaction, SIGUSR2, 16, 0, 8));
  RAW(kcall(__NR_rt_sigaction, SIGUSR2, 0, 16, 8));
  RAW(kcall(__NR_sigaction, SIGUSR2, 16, 0));
  long before = kcall(__NR_signal, SIGUSR2, handler);
  SHOW(before);
  SHOW(kcall(__NR_signal, SIGUSR2, 1) == (long)handler);
  SHOW(kcall(__NR_signal, SIGUSR2, 0));
  kcall(__NR_signal, SIGUSR2, handler);
  raise(SIGUSR2);
  RAW(kcall(__NR_signal, SIGUSR2, handler));
  return guest_status();
}
