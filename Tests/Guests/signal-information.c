// siginfo of kill, tgkill, sigqueue, raise, a child and a timer: 128 bytes in the 32-bit layout.
#include "guest.h"
#include <sys/syscall.h>

static volatile siginfo_t seen;
static volatile int got;
static void handler(int number, siginfo_t *info, void *context) {
  memcpy((void *)&seen, info, sizeof seen);
  got++;
}

static void show(const char *what) {
  say("%s: signo %d errno %d code %d", what, seen.si_signo, seen.si_errno, seen.si_code);
  say(" from self %d uid %d\n", seen.si_pid == getpid(), seen.si_uid == getuid());
}

int main(void) {
  SHOW(sizeof(siginfo_t));
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO);
  on_signal(SIGCHLD, (void *)handler, SA_SIGINFO | SA_RESTART);
  kill(getpid(), SIGUSR1);
  show("kill");
  raise(SIGUSR1);
  show("raise");
  kcall(__NR_tkill, gettid(), SIGUSR1);
  show("tkill");
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_ptr = (void *)0xdeadbeef});
  show("sigqueue");
  say("value %x\n", (unsigned)seen.si_value.sival_int);
  siginfo_t own;
  memset(&own, 0, sizeof own);
  own.si_code = -77, own.si_pid = 5, own.si_uid = 6, own.si_value.sival_int = 8;
  own.si_errno = 13;
  RAW(kcall(__NR_rt_sigqueueinfo, getpid(), SIGUSR1, &own));
  say("code %d errno %d pid %d uid %d value %d\n", seen.si_code, seen.si_errno, seen.si_pid, seen.si_uid, seen.si_value.sival_int);
  own.si_code = SI_TKILL;
  RAW(kcall(__NR_rt_tgsigqueueinfo, getpid(), gettid(), SIGUSR1, &own));
  own.si_code = 5;
  RAW(kcall(__NR_rt_sigqueueinfo, 1, 0, &own));
  RAW(kcall(__NR_rt_sigqueueinfo, getpid(), 99, &own));
  RAW(kcall(__NR_rt_sigqueueinfo, getpid(), SIGUSR1, 16));
  got = 0;
  pid_t child = fork();
  if (child == 0) _exit(77);
  while (!got) pause_ms(1);
  say("child: code %d status %d pid %d\n", seen.si_code, seen.si_status, seen.si_pid == child);
  reap(child, "child");
  got = 0;
  child = fork();
  if (child == 0) kill(getpid(), SIGKILL);
  while (!got) pause_ms(1);
  say("child: code %d status %d\n", seen.si_code, seen.si_status);
  reap(child, "child");
  RAW(kcall(__NR_kill, getpid(), 0));
  RAW(kcall(__NR_kill, getpid(), 65));
  RAW(kcall(__NR_kill, 0x7ffffff0, 0));
  RAW(kcall(__NR_tgkill, getpid(), gettid(), 0));
  RAW(kcall(__NR_tgkill, getpid(), -1, 0));
  return guest_status();
}
