// What filters do with calls: each verdict, what a handler is told, how a process ends, and which of several filters wins.
// guest: cflags=-pthread
#include "guest.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define CASE(number, verdict) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, verdict)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define INSTALL(...)                                                                          \
  ({                                                                                          \
    struct sock_filter code[] = {__VA_ARGS__};                                                \
    struct sock_fprog program = {sizeof code / sizeof *code, code};                           \
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);                                     \
  })

static volatile siginfo_t seen;
static volatile int times;
static void handler(int number, siginfo_t *info, void *context) {
  seen = *info;
  times++;
}
/// Gives the call a result of the handler's own.
static void replacing(int number, siginfo_t *info, void *context) {
  ucontext_t *c = (ucontext_t *)context;
#ifdef __i386__
  c->uc_mcontext.gregs[REG_EAX] += 1000;
#else
  c->uc_mcontext.gregs[REG_RAX] = (c->uc_mcontext.gregs[REG_RAX] & 0x3fffffff) + 1000;
#endif
}

static void verdicts(void) {
  say("%d\n", INSTALL(
                  LOAD(nr), CASE(__NR_getppid, SECCOMP_RET_ERRNO | 7), CASE(__NR_getuid, SECCOMP_RET_ERRNO),
                  CASE(__NR_geteuid, SECCOMP_RET_ERRNO | 4095), CASE(__NR_getgid, SECCOMP_RET_ERRNO | 60000),
                  CASE(__NR_getegid, SECCOMP_RET_TRACE | 5), CASE(__NR_getpgrp, SECCOMP_RET_LOG),
                  CASE(__NR_gettid, SECCOMP_RET_USER_NOTIF), CASE(__NR_sync, SECCOMP_RET_TRAP | 77), ALLOW));
  say("mode %d\n", prctl(PR_GET_SECCOMP));
  SHOW(kcall(__NR_getppid));
  SHOW(kcall(__NR_getuid));
  SHOW(kcall(__NR_geteuid));
  SHOW(kcall(__NR_getgid));
  SHOW(kcall(__NR_getegid));
  SHOW(kcall(__NR_gettid));
  SHOW(kcall(__NR_getpgrp) > 0);
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  sigaction(SIGSYS, &action, NULL);
  long result = kcall(__NR_sync);
  say("%d: result is the number %d, %d %d %d, number %d, architecture %d\n", times, (unsigned)result == __NR_sync, seen.si_signo, seen.si_code,
      seen.si_errno, (unsigned)seen.si_syscall == __NR_sync, seen.si_arch == (sizeof(long) == 4 && !(__NR_sync >> 30) ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64));
  action.sa_sigaction = replacing;
  sigaction(SIGSYS, &action, NULL);
  SHOW(kcall(__NR_sync) - (__NR_sync & 0x3fffffff));
  action.sa_flags |= SA_RESETHAND;
  sigaction(SIGSYS, &action, NULL);
  SHOW(kcall(__NR_sync) - (__NR_sync & 0x3fffffff));
  kcall(__NR_sync);
  say("still there\n");
}

static void trapped(int how) {
  INSTALL(LOAD(nr), CASE(__NR_sync, SECCOMP_RET_TRAP), ALLOW);
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGSYS);
  if (how != 1) on_signal(SIGSYS, (void *)handler, SA_SIGINFO);
  if (how == 2) sigprocmask(SIG_BLOCK, &set, NULL);
  if (how == 3) signal(SIGSYS, SIG_IGN);
  kcall(__NR_sync);
  say("%d still there\n", how);
}

/// A number of /proc/self/status.
static int figure(const char *name) {
  char text[4096] = "";
  int fd = open("/proc/self/status", O_RDONLY);
  read(fd, text, 4095);
  close(fd);
  char *line = strstr(text, name);
  return line ? atoi(line + strlen(name)) : -1;
}

static void several(void) {
  // The test itself may run under a filter.
  int before = figure("\nSeccomp_filters:");
  INSTALL(LOAD(nr), CASE(__NR_getppid, SECCOMP_RET_ERRNO | 1), CASE(__NR_getuid, SECCOMP_RET_ERRNO | 1), ALLOW);
  INSTALL(LOAD(nr), CASE(__NR_getppid, SECCOMP_RET_ERRNO | 2), CASE(__NR_getgid, SECCOMP_RET_TRACE), ALLOW);
  INSTALL(LOAD(nr), CASE(__NR_getppid, SECCOMP_RET_LOG), CASE(__NR_getgid, SECCOMP_RET_ERRNO | 3), ALLOW);
  SHOW(kcall(__NR_getppid));
  SHOW(kcall(__NR_getuid));
  SHOW(kcall(__NR_getgid));
  say("Seccomp %d, %d filters more\n", figure("\nSeccomp:"), figure("\nSeccomp_filters:") - before);
}

/// All six words, both halves of each.
static void arguments(void) {
  long words[6] = {0x12345678, -1, 0, 0x7fffffff, -0x80000000l, 5};
  for (int word = 0; word < 12; word++) {
    long value = words[word / 2];
    uint32_t half = word & 1 ? (sizeof(long) == 8 ? (uint64_t)value >> 32 : 0) : value;
    // Some may come as x32 or i386 words, which have no upper half.
    IN_CHILD("argument", ({
               INSTALL(LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 1, 0), ALLOW, BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16 + 4 * word),
                       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, half, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
                       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 2));
               say("%d %ld\n", word, (long)kcall(__NR_getppid, words[0], words[1], words[2], words[3], words[4], words[5]));
             }));
  }
}

static void *in_thread(void *what) {
  kcall(__NR_sync);
  return (void *)1;
}
static void killing(uint32_t verdict, bool in_second) {
  INSTALL(LOAD(nr), CASE(__NR_sync, verdict), ALLOW);
  on_signal(SIGSYS, (void *)handler, SA_SIGINFO);
  if (!in_second) {
    kcall(__NR_sync);
    say("still there\n");
  }
  pthread_t thread;
  void *end = (void *)5;
  NEED(pthread_create(&thread, NULL, in_thread, NULL) == 0);
  pthread_join(thread, &end);
  say("the other thread is there, ended with %d\n", end == (void *)1);
}

int main(void) {
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  IN_CHILD("verdicts", verdicts());
  for (int how = 0; how < 4; how++) IN_CHILD("trapped", trapped(how));
  IN_CHILD("several", several());
  arguments();
  IN_CHILD("kill process", killing(SECCOMP_RET_KILL_PROCESS, false));
  IN_CHILD("kill process from a thread", killing(SECCOMP_RET_KILL_PROCESS, true));
  IN_CHILD("kill thread", killing(SECCOMP_RET_KILL_THREAD, false));
  IN_CHILD("kill a thread", killing(SECCOMP_RET_KILL_THREAD, true));
  IN_CHILD("unknown verdict", killing(0x12340000, true));
  return guest_status();
}
