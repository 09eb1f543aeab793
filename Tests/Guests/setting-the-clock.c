// stime looks at the right to set the clock first, and does not say that the time is none.
#include "guest.h"
#include <linux/capability.h>
#include <sys/prctl.h>

int main(void) {
  int32_t before_all = -1;
  if (geteuid() != 0) return say("only root has the right\n"), guest_status();
  say("with the right\n");
  RAW(kcall(__NR_stime, 8));
  RAW(kcall(__NR_stime, &before_all));
  struct timeval none = {-1, 0};
  RAW(kcall(__NR_settimeofday, &none, 0));
  RAW(kcall(__NR_settimeofday, 8, 0));
  say("without\n");
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  RAW(kcall(__NR_capset, &header, data));
  int32_t now = 1;
  RAW(kcall(__NR_stime, 8));
  RAW(kcall(__NR_stime, &before_all));
  RAW(kcall(__NR_stime, &now));
  RAW(kcall(__NR_settimeofday, &none, 0));
  RAW(kcall(__NR_settimeofday, 0, 0));
  return guest_status();
}
