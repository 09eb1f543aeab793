// User and group ids in 16- and 32-bit form, set and read; each in a child.
#include "guest.h"
#include <sys/fsuid.h>

static void show(const char *what) {
  uint32_t r, e, s;
  uint16_t r16, e16, s16;
  kcall(__NR_getresuid32, &r, &e, &s);
  kcall(__NR_getresuid, &r16, &e16, &s16);
  say("%s: %d %d %d; %d %d %d; %ld %ld\n", what, (int)r, (int)e, (int)s, r16, e16, s16, kcall(__NR_getuid), kcall(__NR_geteuid));
  kcall(__NR_getresgid32, &r, &e, &s);
  kcall(__NR_getresgid, &r16, &e16, &s16);
  say("%s: %d %d %d; %d %d %d; %ld %ld\n", what, (int)r, (int)e, (int)s, r16, e16, s16, kcall(__NR_getgid), kcall(__NR_getegid));
}

int main(void) {
  CHECK(kcall(__NR_getuid32) == (long)getuid() && kcall(__NR_geteuid32) == (long)geteuid());
  CHECK(kcall(__NR_getgid32) == (long)getgid() && kcall(__NR_getegid32) == (long)getegid());
  if (getuid() != 0) {
    say("needs root\n");
    return 0;
  }
  IN_CHILD("32-bit", {
    RAW(kcall(__NR_setresgid32, 70000, 70001, 70002));
    RAW(kcall(__NR_setresuid32, 70003, 70004, 70005));
    show("set");
    RAW(kcall(__NR_setuid32, 0));
    RAW(kcall(__NR_setresuid32, -1, 70003, -1));
    show("changed");
  });
  IN_CHILD("16-bit", {
    RAW(kcall(__NR_setresgid, 100, 0xffff, 200));
    RAW(kcall(__NR_setreuid, 1000, 1001));
    show("set");
    RAW(kcall(__NR_setuid, 5));
  });
  IN_CHILD("plain", {
    RAW(kcall(__NR_setgid, 300));
    RAW(kcall(__NR_setregid32, 301, 302));
    RAW(kcall(__NR_setuid, 303));
    show("set");
  });
  IN_CHILD("file system", {
    RAW(kcall(__NR_setfsuid, 1000));
    RAW(kcall(__NR_setfsuid32, 70000));
    RAW(kcall(__NR_setfsuid32, -1));
    RAW(kcall(__NR_setfsgid, 1001));
    RAW(kcall(__NR_setfsgid32, -1));
    RAW(kcall(__NR_setfsuid, 0xffff));
  });
  RAW(kcall(__NR_getresuid, 16, 16, 16));
  return guest_status();
}
