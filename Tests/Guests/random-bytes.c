// getrandom and AT_RANDOM give bytes that differ.
#include "guest.h"
#include <sys/auxv.h>

int main(void) {
  unsigned char a[64] = {0}, b[64] = {0};
  RAW(kcall(__NR_getrandom, a, 64, 0));
  RAW(kcall(__NR_getrandom, b, 64, 1));
  CHECK(memcmp(a, b, 64) != 0);
  RAW(kcall(__NR_getrandom, 16, 64, 0));
  RAW(kcall(__NR_getrandom, a, 64, 0x100));
  RAW(kcall(__NR_getrandom, a, 0, 0));
  unsigned char *r = (unsigned char *)getauxval(AT_RANDOM);
  int distinct = 0;
  for (int i = 1; i < 16; i++) distinct += r[i] != r[0];
  CHECK(distinct > 5);
  return guest_status();
}
