// clone with its i386 argument order (flags, stack, parent tid, tls, child tid), and its tid words.
#include "guest.h"

static volatile int shared;
static char stack[65536] __attribute__((aligned(16)));
static int body(void *argument) {
  shared = *(int *)argument;
  return 7;
}

int main(void) {
  int parent_tid = -1, child_tid = -1, argument = 33;
  long child = kcall(__NR_clone, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, 0, &parent_tid, 0, &child_tid);
  if (child == 0) {
    // Not getpid: glibc's wrapper and the kernel agree, but ask the kernel.
    CHECK(child_tid == kcall(__NR_getpid));
    _exit(guest_failures);
  }
  reap(child, "process");
  CHECK(parent_tid == child);
  CHECK(child_tid == -1);
  child = clone(body, stack + sizeof stack, CLONE_VM | SIGCHLD, &argument);
  reap(child, "shared memory");
  SHOW(shared);
  child = clone(body, stack + sizeof stack, CLONE_VM | CLONE_FILES | CLONE_FS | 0, &argument);
  int status;
  CALL(waitpid(child, &status, 0));
  CHECK(waitpid(child, &status, __WCLONE) == child);
  RAW(kcall(__NR_clone, CLONE_SIGHAND | SIGCHLD, 0));
  RAW(kcall(__NR_clone, CLONE_THREAD | SIGCHLD, 0));
  RAW(kcall(__NR_clone, CLONE_FS | CLONE_NEWNS | SIGCHLD, 0));
  return guest_status();
}
