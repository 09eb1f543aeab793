// SIGCHLD: who, why and with what status; SA_NOCLDSTOP, SA_NOCLDWAIT, ignored, with waitid and rusage.
// guest: timeout=40
#include "guest.h"
#include <sys/resource.h>

static volatile int count;
static siginfo_t last;
static pid_t child;
static void handler(int number, siginfo_t *info, void *context) { last = *info, count++; }
static void show(const char *what) {
  for (int i = 0; i < 2000 && !count; i++) pause_ms(5);
  say("%-12s %d signals, code %d status %d pid %s uid %d\n", what, count, last.si_code, last.si_status,
      last.si_pid == child ? "child" : "other", last.si_uid);
  count = 0, memset(&last, 0, sizeof last);
}
static void one_round(int flags) {
  say("flags %x\n", flags);
  on_signal(SIGCHLD, (void *)handler, SA_SIGINFO | flags);
  sigset_t set, old;
  sigemptyset(&set), sigaddset(&set, SIGCHLD);
  if ((child = fork()) == 0) _exit(300 & 0xff);
  show("exit");
  int status = -1;
  CALL(waitpid(child, &status, 0) == child);
  SHOW(status);
  if ((child = fork()) == 0) raise(SIGKILL);
  show("killed");
  CALL(waitpid(child, &status, 0) == child);
  SHOW(status);
  if ((child = fork()) == 0) for (;;) pause();
  kill(child, SIGSTOP);
  pause_ms(30);
  if (flags & SA_NOCLDSTOP) say("stopped: %d\n", count);
  else show("stopped");
  siginfo_t info = {0};
  CALL(waitid(P_PID, child, &info, WSTOPPED | WNOWAIT));
  say("  code %d status %d\n", info.si_code, info.si_status);
  CALL(waitpid(child, &status, WUNTRACED) == child);
  SHOW(status);
  kill(child, SIGCONT);
  pause_ms(30);
  if (flags & SA_NOCLDSTOP) say("continued: %d\n", count);
  else show("continued");
  CALL(waitid(P_PID, child, &info, WCONTINUED));
  say("  code %d status %d\n", info.si_code, info.si_status);
  kill(child, SIGTERM);
  show("terminated");
  struct rusage usage;
  pid_t got = wait4(child, &status, 0, &usage);
  say("wait4 %s status %x usage %d\n", got == child ? "child" : got == -1 ? error_name(errno) : "other", status,
      usage.ru_utime.tv_sec);
}

int main(void) {
  one_round(0);
  one_round(SA_NOCLDSTOP);
  one_round(SA_RESTART | SA_NOCLDWAIT);
  on_signal(SIGCHLD, SIG_IGN, 0);
  if (fork() == 0) _exit(1);
  CALL(wait(NULL));
  on_signal(SIGCHLD, SIG_DFL, 0);
  if (fork() == 0) _exit(1);
  int status;
  CALL(wait(&status) > 0);
  on_signal(SIGCHLD, SIG_DFL, SA_NOCLDWAIT);
  if (fork() == 0) _exit(1);
  CALL(wait(&status));
  return guest_status();
}
