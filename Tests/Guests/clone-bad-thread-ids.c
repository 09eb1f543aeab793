// clone succeeds, and parent and child go on, where the child's number cannot be written as it was asked for.
#include "guest.h"
#include <sched.h>
#include <sys/wait.h>

// i386 has the thread's storage before the child's number, x86-64 behind it.
#ifdef __i386__
#define FIRST NULL
#define SECOND child
#else
#define FIRST child
#define SECOND NULL
#endif

static void one(const char *what, unsigned long flags, void *parent, void *child) {
  long pid = syscall(__NR_clone, flags | SIGCHLD, NULL, parent, FIRST, SECOND);
  if (pid == 0) _exit(getpid() == syscall(__NR_gettid) ? 5 : 6);
  int status = -1;
  if (pid > 0) waitpid(pid, &status, 0);
  say("%s: %s status %x\n", what, pid > 0 ? "made" : error_name(errno), status);
}

int main(void) {
  void *read_only = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  void *bad[] = {(void *)8, read_only, (void *)0xfffff000};
  for (int i = 0; i < 3; i++) {
    say("pointer %d\n", i);
    one("set in the child", CLONE_CHILD_SETTID, NULL, bad[i]);
    one("cleared", CLONE_CHILD_CLEARTID, NULL, bad[i]);
    one("both", CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID, NULL, bad[i]);
    one("set in the parent", CLONE_PARENT_SETTID, bad[i], NULL);
  }
  return guest_status();
}
