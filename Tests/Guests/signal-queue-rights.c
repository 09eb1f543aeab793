// Who may send what: kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo with bad ids, numbers and codes.
#include "guest.h"
#include <sys/resource.h>
#include <sys/syscall.h>

static void handler(int number, siginfo_t *info, void *context) {
  say("signal %d code %d value %x\n", number, info->si_code, info->si_value.sival_int);
}
static siginfo_t with(int code) {
  siginfo_t info = {0};
  info.si_signo = 3, info.si_code = code, info.si_pid = 1234, info.si_uid = 77, info.si_value.sival_int = 0x55;
  return info;
}

int main(void) {
  int pid = getpid(), tid = syscall(SYS_gettid);
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO);
  on_signal(SIGRTMIN, (void *)handler, SA_SIGINFO);
  RAW(kcall(__NR_kill, pid, 0));
  RAW(kcall(__NR_kill, pid, 65));
  RAW(kcall(__NR_kill, pid, -1));
  RAW(kcall(__NR_kill, 0x7fffffff, 10));
  RAW(kcall(__NR_kill, INT_MIN, 10));
  RAW(kcall(__NR_tkill, 0, 10));
  RAW(kcall(__NR_tkill, -1, 10));
  RAW(kcall(__NR_tkill, tid, 65));
  RAW(kcall(__NR_tkill, tid, SIGUSR1));
  RAW(kcall(__NR_tgkill, pid, 0, SIGUSR1));
  RAW(kcall(__NR_tgkill, 0, tid, SIGUSR1));
  RAW(kcall(__NR_tgkill, pid + 1, tid, SIGUSR1));
  RAW(kcall(__NR_tgkill, pid, tid, SIGUSR1));
  pid_t child = fork();
  if (child == 0) for (;;) pause();
  static const int codes[] = {SI_QUEUE, SI_TKILL, SI_USER, SI_KERNEL, SI_TIMER, SI_MESGQ, SI_ASYNCIO, SI_SIGIO, 1, -60};
  for (int i = 0; i < 10; i++) {
    siginfo_t info = with(codes[i]);
    SHOW(codes[i]);
    RAW(kcall(__NR_rt_sigqueueinfo, child, SIGCONT, &info));
    RAW(kcall(__NR_rt_tgsigqueueinfo, child, child, SIGCONT, &info));
    RAW(kcall(__NR_rt_sigqueueinfo, pid, SIGUSR1, &info));
    RAW(kcall(__NR_rt_tgsigqueueinfo, pid, tid, SIGUSR1, &info));
  }
  siginfo_t info = with(SI_QUEUE);
  RAW(kcall(__NR_rt_sigqueueinfo, pid, SIGUSR1, NULL));
  RAW(kcall(__NR_rt_sigqueueinfo, pid, 65, &info));
  RAW(kcall(__NR_rt_sigqueueinfo, pid, 0, &info));
  RAW(kcall(__NR_rt_sigqueueinfo, 0x7fffffff, 0, &info));
  RAW(kcall(__NR_rt_tgsigqueueinfo, pid, -1, 0, &info));
  RAW(kcall(__NR_rt_tgsigqueueinfo, 0, tid, 0, &info));
  kill(child, SIGKILL);
  reap(child, "child");
  RAW(kcall(__NR_kill, child, 0));
  if (setrlimit(RLIMIT_SIGPENDING, &(struct rlimit){0, 0}) == 0) {
    sigset_t set, old;
    sigemptyset(&set), sigaddset(&set, SIGUSR1), sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, &old);
    RAW(kcall(__NR_rt_sigqueueinfo, pid, SIGRTMIN, &info));
    RAW(kcall(__NR_rt_sigqueueinfo, pid, SIGUSR1, &info));
    RAW(kcall(__NR_kill, pid, SIGRTMIN));
    sigprocmask(SIG_SETMASK, &old, NULL);
  }
  return guest_status();
}
