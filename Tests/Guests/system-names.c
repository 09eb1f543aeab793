// uname in three generations, sethostname errors, sysinfo's 64-byte layout.
#include "guest.h"
#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(void) {
  struct utsname u;
  char old[5 * 65], oldest[5 * 9];
  RAW(kcall(__NR_uname, &u));
  say("%s %s %s\n", u.sysname, u.release, u.machine);
  memset(old, 0xff, sizeof old);
  RAW(kcall(__NR_olduname, old));
  say("%s %s\n", old, old + 4 * 65);
  RAW(kcall(__NR_oldolduname, oldest));
  say("%.9s %.9s\n", oldest, oldest + 4 * 9);
  RAW(kcall(__NR_uname, 16));
  struct sysinfo s;
  memset(&s, 0xee, sizeof s);
  SHOW(sizeof s);
  RAW(kcall(__NR_sysinfo, &s));
  CHECK(s.uptime > 0 && s.totalram > 0 && s.procs > 0 && s.mem_unit > 0);
  CHECK((uint64_t)s.totalram * s.mem_unit > (64 << 20));
  CHECK((uint64_t)s.freeram <= s.totalram);
  SHOW(s.mem_unit);
  RAW(kcall(__NR_sysinfo, 16));
  RAW(kcall(__NR_sethostname, 16, 5));
  RAW(kcall(__NR_sethostname, "x", -1));
  return guest_status();
}
