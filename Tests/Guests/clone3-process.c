// clone3 with a structure of 64-bit fields: a process, a pidfd, an exit signal, errors.
#include "guest.h"
#include <linux/sched.h>

int main(void) {
  int pidfd = -1, tid = -1, status;
  struct clone_args a;
  memset(&a, 0, sizeof a);
  a.flags = CLONE_PIDFD | CLONE_PARENT_SETTID, a.exit_signal = SIGCHLD;
  a.pidfd = (uintptr_t)&pidfd, a.parent_tid = (uintptr_t)&tid;
  long child = kcall(__NR_clone3, &a, sizeof a);
  if (child == 0) _exit(12);
  NEED(child > 0);
  CHECK(tid == child && pidfd > 2);
  reap(child, "child");
  RAW(kcall(__NR_clone3, &a, 8));
  RAW(kcall(__NR_clone3, 16, sizeof a));
  a.flags = CLONE_DETACHED;
  RAW(kcall(__NR_clone3, &a, sizeof a));
  a.flags = 0, a.stack = 0x1000;
  RAW(kcall(__NR_clone3, &a, sizeof a));
  char big[200] = {0};
  memset(&a, 0, sizeof a);
  a.exit_signal = SIGCHLD;
  memcpy(big, &a, sizeof a);
  child = kcall(__NR_clone3, big, sizeof big);
  if (child == 0) _exit(13);
  reap(child, "larger structure");
  big[199] = 1;
  RAW(kcall(__NR_clone3, big, sizeof big));
  a.flags = CLONE_CLEAR_SIGHAND;
  child = kcall(__NR_clone3, &a, sizeof a);
  if (child == 0) _exit(14);
  reap(child, "clear handlers");
  return guest_status();
}
