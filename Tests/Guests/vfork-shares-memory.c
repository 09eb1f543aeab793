// vfork: the child runs in the parent's memory while the parent waits; exec or exit lets it go on.
#include "guest.h"

static volatile int shared = 1;
static volatile bool child_ran;

int main(int argc, char **argv) {
  volatile int local = 5;
  if (argc > 1) return 9;
  pid_t child = vfork();
  if (child == 0) {
    shared = 2, local = 6, child_ran = true;
    struct timespec t = {0, 20000000};
    nanosleep(&t, NULL);
    shared = 3;
    _exit(4);
  }
  say("shared %d local %d ran %d\n", shared, local, child_ran);
  reap(child, "child");
  child = vfork();
  if (child == 0) {
    shared = 10;
    execl("/proc/self/exe", "again", "x", NULL);
    shared = 11;
    _exit(1);
  }
  SHOW(shared);
  reap(child, "exec");
  child = vfork();
  if (child == 0) {
    execl("/no/such/program", "x", NULL);
    shared = errno;
    _exit(2);
  }
  say("%s\n", error_name(shared));
  reap(child, "failed exec");
  return guest_status();
}
