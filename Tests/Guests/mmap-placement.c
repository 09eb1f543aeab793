// Every address is below 4 GiB; hints, MAP_FIXED and MAP_FIXED_NOREPLACE are honoured; holes are reused.
#include "guest.h"

#define MAP(at, size, flags) mmap((void *)(at), size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | (flags), -1, 0)

int main(void) {
  char *a = (char *)MAP(0, 0x1000000, 0), *b = (char *)MAP(0, 0x1000000, 0);
  CHECK(b + 0x1000000 == a);
  munmap(a + 0x4000, 0x4000);
  char *hole = (char *)MAP(0, 0x4000, 0);
  CHECK(hole != MAP_FAILED);
  char *hint = (char *)MAP(0x30000000, 0x1000, 0);
  SHOW((long)hint == 0x30000000);
  char *busy = (char *)MAP(0x30000000, 0x1000, 0);
  CHECK(busy != hint && busy != MAP_FAILED);
  CHECK(MAP(0x30000000, 0x1000, MAP_FIXED) == hint);
  CALL(MAP(0x30000000, 0x1000, MAP_FIXED_NOREPLACE));
  SHOW((long)MAP(0x30001000, 0x1000, MAP_FIXED_NOREPLACE) == 0x30001000);
  CALL(MAP(0x0, 0x1000, MAP_FIXED) == MAP_FAILED && errno != 0);
  CALL(MAP(0xfffff000, 0x1000, MAP_FIXED));
  CALL(MAP(0xffffe000, 0x10000, MAP_FIXED));
  char *unaligned = (char *)MAP(0x30010123, 0x1000, 0);
  say("%lx\n", (long)unaligned);
  int on_stack;
  char *down = (char *)MAP(0, 0x1000, MAP_GROWSDOWN);
  CHECK(down != MAP_FAILED);
  CHECK((uintptr_t)&on_stack > (uintptr_t)a);
  // MAP_32BIT means nothing special here.
  CHECK(MAP(0, 0x1000, MAP_32BIT) != MAP_FAILED);
  return guest_status();
}
