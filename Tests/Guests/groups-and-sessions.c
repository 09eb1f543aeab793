// getpgid, setpgid, setsid, getsid: relations of parent and child.
#include "guest.h"

int main(void) {
  CHECK(getppid() != getpid());
  CHECK(getsid(0) == kcall(__NR_getsid, getpid()));
  int gate[2];
  pipe(gate);
  pid_t child = fork();
  if (child == 0) {
    char c;
    read(gate[0], &c, 1);
    CHECK(getpgrp() == getpid());
    CALL(setsid());
    _exit(guest_failures);
  }
  CALL(setpgid(child, child));
  CHECK(getpgid(child) == child);
  write(gate[1], "x", 1);
  reap(child, "child");
  CALL(getpgid(child));
  IN_CHILD("session", CHECK(setsid() == getpid()); CHECK(getsid(0) == getpid() && getpgrp() == getpid()); CALL(setpgid(0, 0)));
  CALL(setpgid(1, 1));
  CALL(setpgid(0, -5));
  CALL(getsid(0x7ffffff0));
  return guest_status();
}
