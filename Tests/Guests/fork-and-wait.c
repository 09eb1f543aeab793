// fork, wait4 with rusage, waitid's siginfo, WNOHANG, WNOWAIT and errors.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  int status = -1;
  siginfo_t info;
  RAW(kcall(__NR_waitpid, -1, &status, 0));
  pid_t child = kcall(__NR_fork);
  if (child == 0) _exit(0x1234);
  struct rusage usage;
  CHECK(wait4(child, &status, 0, &usage) == child);
  say("status %x\n", status);
  int gate[2];
  NEED(pipe(gate) == 0);
  child = fork();
  if (child == 0) {
    char c;
    read(gate[0], &c, 1);
    _exit(3);
  }
  RAW(kcall(__NR_waitpid, child, &status, WNOHANG));
  memset(&info, 0xff, sizeof info);
  CALL(waitid(P_PID, child, &info, WEXITED | WNOHANG));
  SHOW(info.si_pid);
  SHOW(info.si_signo);
  write(gate[1], "x", 1);
  memset(&info, 0, sizeof info);
  CALL(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  CHECK(info.si_pid == child && info.si_uid == getuid());
  say("signo %d code %d status %d errno %d\n", info.si_signo, info.si_code, info.si_status, info.si_errno);
  RAW(kcall(__NR_waitid, P_ALL, 0, &info, WEXITED, &usage) & 0);
  CALL(waitpid(child, &status, 0));
  RAW(kcall(__NR_waitid, P_ALL, 0, &info, 0, 0));
  RAW(kcall(__NR_waitid, 77, 0, &info, WEXITED, 0));
  RAW(kcall(__NR_wait4, 0x7ffffff0, &status, 0, 0));
  RAW(kcall(__NR_wait4, -1, &status, 0x100, 0));
  child = fork();
  if (child == 0) _exit(0);
  RAW(kcall(__NR_waitpid, child, 16, 0));
  RAW(kcall(__NR_wait4, INT_MIN, &status, 0, 0));
  int pidfd = -1;
  child = fork();
  if (child == 0) _exit(21);
  pidfd = kcall(__NR_pidfd_open, child, 0);
  CHECK(pidfd > 0);
  CALL(waitid((idtype_t)3, pidfd, &info, WEXITED));
  SHOW(info.si_status);
  return guest_status();
}
