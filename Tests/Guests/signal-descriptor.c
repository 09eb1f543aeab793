// signalfd reads 128-byte records with the fields of a sigqueue and a child.
#include "guest.h"
#include <sys/signalfd.h>

int main(void) {
  struct signalfd_siginfo s;
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGRTMIN), sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  SHOW(sizeof s);
  int fd = signalfd(-1, &set, SFD_NONBLOCK);
  NEED(fd >= 0);
  CALL(read(fd, &s, sizeof s));
  sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 321});
  CALL(read(fd, &s, sizeof s));
  CHECK((int)s.ssi_signo == SIGRTMIN && s.ssi_int == 321 && (pid_t)s.ssi_pid == getpid() && s.ssi_code == SI_QUEUE);
  pid_t child = fork();
  if (child == 0) _exit(9);
  waitid(P_PID, child, &(siginfo_t){0}, WEXITED | WNOWAIT);
  CALL(read(fd, &s, sizeof s));
  CHECK(s.ssi_signo == SIGCHLD && s.ssi_status == 9 && (pid_t)s.ssi_pid == child && s.ssi_code == CLD_EXITED);
  reap(child, "child");
  sigdelset(&set, SIGCHLD);
  CHECK(signalfd(fd, &set, 0) == fd);
  RAW(kcall(__NR_signalfd4, -1, &set, 4, 0));
  RAW(kcall(__NR_signalfd4, 0, &set, 8, 0));
  return guest_status();
}
