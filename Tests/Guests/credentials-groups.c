// getgroups and setgroups, 16- and 32-bit lists.
#include "guest.h"

int main(void) {
  uint32_t g[70], n;
  uint16_t h[70];
  if (getuid() != 0) {
    say("needs root\n");
    return 0;
  }
  uint32_t wide[3] = {5, 70000, 9};
  RAW(kcall(__NR_setgroups32, 3, wide));
  RAW(kcall(__NR_getgroups32, 0, 0));
  RAW(kcall(__NR_getgroups32, 70, g));
  say("%u %u %u\n", g[0], g[1], g[2]);
  RAW(kcall(__NR_getgroups, 70, h));
  say("%u %u %u\n", h[0], h[1], h[2]);
  uint16_t narrow[2] = {40, 30};
  RAW(kcall(__NR_setgroups, 2, narrow));
  RAW(kcall(__NR_getgroups32, 70, g));
  say("%u %u\n", g[0], g[1]);
  RAW(kcall(__NR_getgroups32, 1, g));
  RAW(kcall(__NR_getgroups32, -1, g));
  RAW(kcall(__NR_getgroups, 5, 16));
  RAW(kcall(__NR_setgroups32, 70000, g));
  RAW(kcall(__NR_setgroups32, 2, 16));
  return guest_status();
}
