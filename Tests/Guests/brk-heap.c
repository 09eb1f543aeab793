// brk grows, shrinks, gives zeroed pages again and refuses what is in the way.
#include "guest.h"

int main(void) {
  char *start = (char *)kcall(__NR_brk, 0);
  CHECK(kcall(__NR_brk, start + 0x5000) == (long)start + 0x5000);
  memset(start, 'h', 0x5000);
  CHECK(kcall(__NR_brk, start + 0x1001) == (long)start + 0x1001);
  CHECK(kcall(__NR_brk, start + 0x5000) == (long)start + 0x5000);
  SHOW(start[0xfff]);
  SHOW(start[0x4fff]);
  CHECK(kcall(__NR_brk, 0x1000) == (long)start + 0x5000);
  CHECK(kcall(__NR_brk, 0xfffff000) == (long)start + 0x5000);
  uintptr_t wall = ((uintptr_t)start + 0x20000) & ~0xfffu;
  NEED(mmap((void *)wall, 0x1000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == (void *)wall);
  CHECK(kcall(__NR_brk, wall + 0x1000) == (long)start + 0x5000);
  CHECK(kcall(__NR_brk, start + 0x8000) == (long)start + 0x8000);
  CHECK(kcall(__NR_brk, start) == (long)start);
  CHECK(sbrk(0) == start);
  return guest_status();
}
