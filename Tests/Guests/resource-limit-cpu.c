// RLIMIT_CPU sends SIGXCPU, then SIGKILL; RLIMIT_STACK of a child is seen after exec.
#include "guest.h"
#include <sys/resource.h>

int main(int argc, char **argv) {
  struct rlimit l;
  if (argc > 1) {
    getrlimit(RLIMIT_STACK, &l);
    say("%lx\n", (long)l.rlim_cur);
    return 0;
  }
  IN_CHILD("spinner", l.rlim_cur = 1; l.rlim_max = 5; setrlimit(RLIMIT_CPU, &l); for (volatile int i = 0;;) i++);
  l.rlim_cur = l.rlim_max = 0x400000;
  setrlimit(RLIMIT_STACK, &l);
  execl("/proc/self/exe", "self", "x", NULL);
  return 1;
}
