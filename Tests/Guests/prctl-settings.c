// prctl: name, death signal, dumpable, no-new-privileges, keep capabilities, timer slack, unknown options.
#include "guest.h"
#include <sys/prctl.h>

int main(void) {
  char name[17] = "";
  int value = -1;
  CALL(prctl(PR_SET_NAME, "a-name-of-more-than-16"));
  CALL(prctl(PR_GET_NAME, name));
  say("%s\n", name);
  FILE *f = fopen("/proc/self/comm", "r");
  fgets(name, 17, f);
  say("%s", name);
  CALL(prctl(PR_SET_PDEATHSIG, SIGUSR1));
  CALL(prctl(PR_GET_PDEATHSIG, &value));
  SHOW(value);
  CALL(prctl(PR_SET_PDEATHSIG, 99));
  CALL(prctl(PR_GET_DUMPABLE));
  CALL(prctl(PR_SET_DUMPABLE, 0));
  CALL(prctl(PR_GET_DUMPABLE));
  CALL(prctl(PR_GET_KEEPCAPS));
  CALL(prctl(PR_GET_TIMERSLACK));
  CALL(prctl(PR_SET_CHILD_SUBREAPER, 1));
  CALL(prctl(PR_GET_CHILD_SUBREAPER, &value));
  SHOW(value);
  CALL(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  CALL(prctl(PR_GET_SECCOMP) & 0);
  CALL(prctl(PR_SET_NAME, 16));
  CALL(prctl(PR_GET_PDEATHSIG, 16));
  CALL(prctl(9999, 0));
  CALL(prctl(PR_GET_TSC, &value));
  SHOW(value);
  CALL(prctl(PR_CAPBSET_READ, 0));
  return guest_status();
}
