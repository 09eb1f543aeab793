// The core bit of a wait status follows the limit on core files and the signal, for faults and for signals sent.
// guest: timeout=60
#include "guest.h"
#include <sys/prctl.h>
#include <sys/resource.h>

static void how(const char *who, pid_t child) {
  int status;
  waitpid(child, &status, 0);
  say("%s: signal %d core %d\n", who, WTERMSIG(status), WCOREDUMP(status) != 0);
}
#define CHILD(who, ...)                      \
  do {                                       \
    pid_t child = fork();                    \
    if (child == 0) {                        \
      __VA_ARGS__;                           \
      _exit(0);                              \
    }                                        \
    how(who, child);                         \
  } while (0)
static void nothing(int number) {}

int main(void) {
  static const int limits[] = {0, 1, 4096, 1 << 26};
  for (int i = 0; i < 4; i++) {
    CHECK(setrlimit(RLIMIT_CORE, &(struct rlimit){limits[i], RLIM_INFINITY}) == 0);
    SHOW(limits[i]);
    CHILD("abort", abort());
    CHILD("null", *(volatile int *)8 = 1);
    CHILD("ud2", __builtin_trap());
    CHILD("divide", __asm__ volatile("xor %%edx, %%edx; xor %%ecx, %%ecx; div %%ecx" ::: "ecx", "edx"));
    CHILD("quit", raise(SIGQUIT));
    CHILD("xcpu", raise(SIGXCPU));
    CHILD("sys", raise(SIGSYS));
    CHILD("bus sent", raise(SIGBUS));
    CHILD("segv sent", raise(SIGSEGV));
    CHILD("segv handled and blocked", on_signal(SIGSEGV, (void *)nothing, 0); sigset_t s; sigfillset(&s);
          sigprocmask(SIG_SETMASK, &s, NULL); *(volatile int *)8 = 1);
    CHILD("segv ignored", on_signal(SIGSEGV, SIG_IGN, 0); *(volatile int *)8 = 1);
    CHILD("bad stack", on_signal(SIGUSR1, (void *)nothing, 0); int pid = getpid();
          __asm__ volatile("mov $0x1000, %%esp; int $0x80" ::"a"(__NR_kill), "b"(pid), "c"(SIGUSR1)));
    CHILD("term", raise(SIGTERM));
    CHILD("not dumpable", prctl(PR_SET_DUMPABLE, 0); abort());
    unlink("core");
  }
  return guest_status();
}
