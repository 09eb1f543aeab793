// RLIMIT_DATA bounds the heap.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  char *start = (char *)kcall(__NR_brk, 0);
  struct rlimit l = {1 << 20, 1 << 20};
  CALL(setrlimit(RLIMIT_DATA, &l));
  CHECK(kcall(__NR_brk, start + (8 << 20)) == (long)start);
  CHECK(kcall(__NR_brk, start + 0x4000) == (long)start + 0x4000);
  struct rlimit none = {0x4000000, 0x4000000};
  CALL(setrlimit(RLIMIT_AS, &none));
  CALL(mmap(NULL, 0x8000000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  return guest_status();
}
