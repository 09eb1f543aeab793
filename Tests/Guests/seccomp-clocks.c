// What the vDSO answers is no call, and no filter sees it; the call of the same name is one.
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#define CASE(number, verdict) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, verdict)

static void clocks(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __i386__
      CASE(__NR_clock_gettime64, SECCOMP_RET_KILL_PROCESS),
#endif
      CASE(__NR_clock_gettime, SECCOMP_RET_KILL_PROCESS), CASE(__NR_gettimeofday, SECCOMP_RET_KILL_PROCESS), CASE(__NR_time, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  CALL(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
  struct timespec now;
  struct timeval too;
  CALL(clock_gettime(CLOCK_MONOTONIC, &now));
  CALL(gettimeofday(&too, NULL));
  SHOW(time(NULL) > 0);
  say("by the call\n");
  kcall(__NR_gettimeofday, &too, NULL);
  say("still there\n");
}

int main(void) {
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  IN_CHILD("clocks", clocks());
  return guest_status();
}
