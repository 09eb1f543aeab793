// capget and capset with their three header versions.
#include "guest.h"

int main(void) {
  uint32_t header[2] = {0x19980330, 0}, data[6];
  RAW(kcall(__NR_capget, header, data));
  header[0] = 0x20080522;
  RAW(kcall(__NR_capget, header, data));
  uint32_t saved[6];
  memcpy(saved, data, sizeof saved);
  RAW(kcall(__NR_capset, header, data));
  header[0] = 1;
  RAW(kcall(__NR_capget, header, 0));
  say("%x\n", header[0]);
  header[1] = -5;
  RAW(kcall(__NR_capget, header, data));
  RAW(kcall(__NR_capget, 16, data));
  return guest_status();
}
