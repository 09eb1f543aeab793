// Filters and those they pass to: children of all kinds, threads, programs that are executed; and what cannot be installed.
// guest: cflags=-pthread
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define CASE(number, verdict) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, verdict)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define PROGRAM(...) &(struct sock_fprog){sizeof((struct sock_filter[]){__VA_ARGS__}) / 8, (struct sock_filter[]){__VA_ARGS__}}
#define INSTALL(flags, ...) kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, PROGRAM(__VA_ARGS__))
#define DENY(number, error) LOAD(nr), CASE(number, SECCOMP_RET_ERRNO | error), ALLOW

static void children(char **argv) {
  NEED(INSTALL(0, DENY(__NR_getppid, 31)) == 0);
  IN_CHILD("fork", say("%ld\n", (long)kcall(__NR_getppid)));
  int status;
  pid_t child = vfork();
  if (child == 0) {
    // Only the child's.
    INSTALL(0, DENY(__NR_getuid, 32));
    _exit(-kcall(__NR_getppid) == 31 && -kcall(__NR_getuid) == 32 ? 0 : 1);
  }
  waitpid(child, &status, 0);
  say("vfork %x, and here %d\n", status, (int)kcall(__NR_getuid) >= 0);
  IN_CHILD("exec", {
    // From the oldest to the newest.
    for (int i = 0; i < 5; i++) INSTALL(0, DENY(__NR_geteuid, 40 + i));
    execl("/proc/self/exe", argv[0], "executed", NULL);
  });
  fflush(stdout);
  // A program of the host's own architecture has the filter as well; its calls have other numbers.
  IN_CHILD("shell", execl("/bin/sh", "sh", "-c", "grep Seccomp: /proc/self/status; echo shell $?", NULL));
}

static pthread_barrier_t barrier;
static volatile long answers[8];
static void *wait_twice(void *number) {
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  answers[(long)number] = kcall(__NR_getppid);
  return NULL;
}
static void *with_own(void *number) {
  INSTALL(0, DENY(__NR_getuid, 50));
  return wait_twice(number);
}
static void threads(int kind) {
  pthread_t all[4];
  pthread_barrier_init(&barrier, NULL, 5);
  if (kind == 2) INSTALL(0, DENY(__NR_getgid, 51));
  for (long i = 0; i < 4; i++) NEED(pthread_create(all + i, NULL, kind == 1 && i == 2 ? with_own : wait_twice, (void *)i) == 0);
  pthread_barrier_wait(&barrier);
  unsigned flags = (unsigned[]){0, SECCOMP_FILTER_FLAG_TSYNC, SECCOMP_FILTER_FLAG_TSYNC, SECCOMP_FILTER_FLAG_TSYNC}[kind];
  long result = INSTALL(flags, DENY(__NR_getppid, 52));
  say("%d: installed %s\n", kind, result == 0 ? "for all" : result > 0 ? "not, a thread is told" : "not");
  if (kind == 1) say("%ld\n", (long)INSTALL(flags | SECCOMP_FILTER_FLAG_TSYNC_ESRCH, DENY(__NR_getppid, 53)));
  pthread_barrier_wait(&barrier);
  for (int i = 0; i < 4; i++) pthread_join(all[i], NULL);
  for (int i = 0; i < 4; i++) say("%d", answers[i] < 0 ? (int)answers[i] : 0);
  say(" and %d\n", (int)kcall(__NR_getppid) < 0);
}

static void *tell_privileges(void *number) {
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  answers[(long)number] = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  return NULL;
}
/// Who gives threads a filter and has given up privileges gives up theirs.
static void privileges(void) {
  pthread_t all[2];
  pthread_barrier_init(&barrier, NULL, 3);
  for (long i = 0; i < 2; i++) NEED(pthread_create(all + i, NULL, tell_privileges, (void *)i) == 0);
  pthread_barrier_wait(&barrier);
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  SHOW(INSTALL(SECCOMP_FILTER_FLAG_TSYNC, ALLOW));
  pthread_barrier_wait(&barrier);
  for (int i = 0; i < 2; i++) pthread_join(all[i], NULL);
  say("%ld %ld\n", answers[0], answers[1]);
}

/// How many pages can be mapped; they are unmapped again.
static int room(void) {
  static void *pages[20000];
  int count = 0;
  while (count < 20000 && (pages[count] = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) count++;
  for (int i = 0; i < count; i++) munmap(pages[i], 4096);
  return count;
}
/// What is not installed leaves nothing behind that the limit of address space counts, nor does what is.
static void limited(void) {
  NEED(setrlimit(RLIMIT_AS, &(struct rlimit){64 << 20, RLIM_INFINITY}) == 0);
  room();
  int before = room();
  long sum = 0;
  for (int i = 0; i < 300; i++) sum += INSTALL(0, LOAD(nr)) + INSTALL(0, BPF_STMT(BPF_LD | BPF_MEM, 1), ALLOW);
  say("%ld, room %d\n", sum, room() - before);
  for (int i = 0; i < 20; i++) sum += INSTALL(0, ALLOW);
  say("%ld, room %d\n", sum, room() - before);
}

static void errors(void) {
  struct sock_filter allow = ALLOW;
  struct sock_fprog program = {1, &allow};
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL));
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, (void *)16));
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0x1000, &program));
  CALL(kcall(__NR_seccomp, 99, 0, &program));
  program.len = 0;
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  program.len = 4097;
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  program = (struct sock_fprog){1, (void *)16};
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  CALL(INSTALL(0, LOAD(nr)));
  CALL(INSTALL(0, BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), ALLOW));
  CALL(INSTALL(0, BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), ALLOW));
  CALL(INSTALL(0, BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 3), ALLOW));
  CALL(INSTALL(0, BPF_STMT(BPF_LD | BPF_MEM, 1), ALLOW));
  CALL(INSTALL(0, BPF_STMT(BPF_JMP | BPF_JA, 1), ALLOW));
  CALL(prctl(PR_SET_SECCOMP, 7, &program));
  CALL(prctl(PR_GET_SECCOMP));
  uint32_t verdicts[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO, SECCOMP_RET_TRACE,
                         SECCOMP_RET_LOG, SECCOMP_RET_ALLOW, 0x10000, 5};
  for (int i = 0; i < 9; i++) CALL(kcall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, verdicts + i));
  CALL(kcall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 1, verdicts));
  CALL(kcall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, (void *)16));
  uint16_t sizes[3] = {0};
  CALL(kcall(__NR_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, sizes));
  say("%d %d %d\n", sizes[0], sizes[1], sizes[2]);
  CALL(kcall(__NR_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, (void *)16));
}

int main(int argc, char **argv) {
  if (argc > 1) {
    say("executed: %ld %ld, mode %d\n", (long)kcall(__NR_getppid), (long)kcall(__NR_geteuid), prctl(PR_GET_SECCOMP));
    fflush(stdout);
    IN_CHILD("once more", say("%ld\n", (long)kcall(__NR_geteuid)));
    return guest_status();
  }
  IN_CHILD("without a right", {
    if (geteuid() == 0) NEED(setresuid(65534, 65534, 65534) == 0);
    CALL(INSTALL(0, ALLOW));
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    CALL(INSTALL(0, ALLOW));
  });
  IN_CHILD("privileges", privileges());
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
#ifdef __i386__
  // The room of a 64-bit guest is the host's.
  IN_CHILD("limited", limited());
#endif
  IN_CHILD("errors", errors());
  IN_CHILD("children", children(argv));
  for (int kind = 0; kind < 4; kind++) IN_CHILD("threads", threads(kind));
  // As many as there is room for.
  IN_CHILD("long", {
    static struct sock_filter code[4096];
    for (int i = 0; i < 4096; i++) code[i] = (struct sock_filter)ALLOW;
    for (int kind = 0; kind < 5; kind++) {
      // In the kernel's own form each takes another number of instructions.
      for (int i = 0; i < 4095; i++)
        code[i] = (struct sock_filter[]){ALLOW, BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 5, 0, 0),
                                         BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x80000000, 0, i < 4094), BPF_STMT(BPF_LD | BPF_IMM, 0)}[kind];
      IN_CHILD("kind", {
        long result;
        int count = 0;
        while ((result = kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &(struct sock_fprog){4096 - kind, code + kind})) == 0) count++;
        say("%d: %d, then %ld\n", kind, count, result);
      });
    }
  });
  return guest_status();
}
