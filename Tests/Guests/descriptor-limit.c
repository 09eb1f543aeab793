// RLIMIT_NOFILE of few descriptors leaves exactly those for the guest.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  struct rlimit l = {10, 10};
  NEED(setrlimit(RLIMIT_NOFILE, &l) == 0);
  int n = 0;
  while (open("/dev/null", O_RDONLY) >= 0) n++;
  SHOW(n);
  say("%s\n", error_name(errno));
  CALL(dup2(0, 10));
  CALL(fcntl(0, F_DUPFD, 10));
  pid_t child = fork();
  if (child == 0) _exit(3);
  reap(child, "child");
  return guest_status();
}
