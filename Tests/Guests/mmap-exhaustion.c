// Mapping until nothing is left ends with ENOMEM, after more than 2 GiB, and unmapping gives all back.
#include "guest.h"

int main(void) {
  enum { size = 64 << 20 };
  void *all[80];
  int n = 0, again = 0;
  while (n < 80 && (all[n] = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) != MAP_FAILED) n++;
  say("%s\n", error_name(errno));
  CHECK(n > 40 && n < 64);
  for (int i = 0; i < n; i++) munmap(all[i], size);
  while (again < 80 && mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED) again++;
  CHECK(again == n);
  return guest_status();
}
