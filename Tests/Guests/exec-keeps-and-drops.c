// Over exec: ignored signals and the mask stay, handlers go, close-on-exec descriptors close, alarms and directory stay.
#include "guest.h"
#include <sys/resource.h>

static void handler(int number) {}

int main(int argc, char **argv) {
  struct sigaction a;
  sigset_t set;
  if (argc > 1) {
    sigaction(SIGUSR1, NULL, &a);
    say("USR1 default %d\n", a.sa_handler == SIG_DFL);
    sigaction(SIGUSR2, NULL, &a);
    say("USR2 ignored %d\n", a.sa_handler == SIG_IGN);
    sigprocmask(SIG_BLOCK, NULL, &set);
    for (int i = 1; i < 32; i++)
      if (sigismember(&set, i)) say("blocked %d\n", i);
    sigpending(&set);
    SHOW(sigismember(&set, SIGINT));
    CALL(fcntl(20, F_GETFD));
    CALL(fcntl(21, F_GETFD));
    CHECK(alarm(0) > 50);
    CALL(access("file-here", F_OK));
    stack_t s;
    sigaltstack(NULL, &s);
    SHOW(s.ss_flags);
    struct rlimit l;
    getrlimit(RLIMIT_NOFILE, &l);
    SHOW(l.rlim_cur);
    say("umask %o\n", umask(0));
    SHOW(getpid() == atoi(argv[1]));
    SHOW(nice(0));
    return 0;
  }
  mkdir("d", 0700), chdir("d");
  put_file("file-here", "", 0600);
  on_signal(SIGUSR1, (void *)handler, 0);
  signal(SIGUSR2, SIG_IGN);
  sigemptyset(&set), sigaddset(&set, SIGINT), sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  raise(SIGINT);
  dup2(0, 20), dup3(0, 21, O_CLOEXEC);
  alarm(100);
  struct rlimit l = {77, 99};
  setrlimit(RLIMIT_NOFILE, &l);
  umask(027);
  nice(3);
  char pid[16];
  sprintf(pid, "%d", getpid());
  stack_t s = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&s, NULL);
  execl("/proc/self/exe", "self", pid, NULL);
  return 1;
}
