// guest: abi=i386
// mremap grows in place, moves, shrinks, goes to a fixed place and keeps contents.
#include "guest.h"

int main(void) {
  char *p = (char *)mmap(NULL, 0x100000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(p + 0x4000, 0x100000 - 0x4000);
  memset(p, 'm', 0x4000);
  CHECK(mremap(p, 0x4000, 0x2000, 0) == p);
  CHECK(mremap(p, 0x2000, 0x4000, 0) == p);
  SHOW(p[0x2000]);
  char *wall = (char *)mmap(p + 0x4000, 0x1000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  NEED(wall == p + 0x4000);
  CALL(mremap(p, 0x4000, 0x8000, 0));
  char *moved = (char *)mremap(p, 0x4000, 0x8000, MREMAP_MAYMOVE);
  CHECK(moved != p && moved != MAP_FAILED);
  SHOW(moved[0x1fff]);
  SHOW(moved[0x7fff]);
  char *fixed = (char *)mremap(moved, 0x8000, 0x3000, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)0x40000000);
  say("%lx %c\n", (long)fixed, fixed[0]);
  char *twin = (char *)mremap(fixed, 0x1000, 0x1000, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
  CHECK(twin != MAP_FAILED && twin != fixed && twin[0] == 'm' && fixed[0] == 0);
  CALL(mremap(p + 1, 0x1000, 0x2000, MREMAP_MAYMOVE));
  CALL(mremap((void *)0x50000000, 0x1000, 0x2000, MREMAP_MAYMOVE));
  CALL(mremap(fixed, 0x1000, 0, MREMAP_MAYMOVE));
  CALL(mremap(fixed, 0x1000, 0x1000, MREMAP_FIXED, (void *)0x41000000));
  CALL(mremap(fixed, 0x1000, 0x1000, MREMAP_FIXED | MREMAP_MAYMOVE, fixed));
  CALL(mremap(fixed, 0x1000, 0xfffff000, MREMAP_MAYMOVE));
  // An old size of zero duplicates a shared mapping.
  char *shared = (char *)mmap(NULL, 0x1000, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char *copy = (char *)mremap(shared, 0, 0x1000, MREMAP_MAYMOVE);
  CHECK(copy != MAP_FAILED);
  shared[5] = 'x';
  SHOW(copy[5]);
  // More than there are addresses.
  char *small = mmap((void *)0x40001000, 0x8000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  RAW(kcall(__NR_mremap, small, 0xffffffff, 0x4000, 0, 0));
  RAW(kcall(__NR_mremap, small, 0xe0000000, 0x4000, MREMAP_MAYMOVE, 0));
  RAW(kcall(__NR_mremap, small, 0xffffffff, 0x1000, MREMAP_MAYMOVE | MREMAP_FIXED, 0x60000000));
  RAW(kcall(__NR_mremap, 0x70000000, 0xffffffff, 0x4000, 0, 0));
  return guest_status();
}
