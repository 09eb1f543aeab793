// close_range closes, or marks close-on-exec, a range of descriptors.
#include "guest.h"

int main(void) {
  for (int i = 10; i < 20; i++) dup2(0, i);
  RAW(kcall(__NR_close_range, 12, 15, 0));
  for (int i = 10; i < 20; i++) say("%d %d\n", i, fcntl(i, F_GETFD));
  RAW(kcall(__NR_close_range, 16, -1, 4));
  for (int i = 16; i < 20; i++) say("%d %d\n", i, fcntl(i, F_GETFD));
  RAW(kcall(__NR_close_range, 3, -1, 0));
  SHOW(fcntl(19, F_GETFD));
  RAW(kcall(__NR_close_range, 5, 4, 0));
  RAW(kcall(__NR_close_range, 5, 6, 64));
  SHOW(dup(0));
  return guest_status();
}
