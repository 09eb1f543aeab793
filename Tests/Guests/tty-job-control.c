// A background reader of the terminal is stopped by SIGTTIN.
// guest: cflags=-lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>

int main(void) {
  int master, slave, status;
  NEED(openpty(&master, &slave, NULL, NULL, NULL) == 0);
  pid_t leader = fork();
  if (leader == 0) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    pid_t job = fork();
    if (job == 0) {
      char c;
      setpgid(0, 0);
      CALL(read(slave, &c, 1));
      _exit(7);
    }
    setpgid(job, job);
    NEED(waitpid(job, &status, WUNTRACED) == job);
    say("stopped %d by SIG%s\n", WIFSTOPPED(status), sigabbrev_np(WSTOPSIG(status)));
    signal(SIGTTOU, SIG_IGN);
    CALL(tcsetpgrp(slave, job));
    kill(job, SIGCONT);
    write(master, "x\n", 2);
    reap(job, "job");
    signal(SIGHUP, SIG_IGN);
    _exit(0);
  }
  reap(leader, "leader");
  return guest_status();
}
