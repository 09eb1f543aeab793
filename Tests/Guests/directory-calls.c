// chdir, fchdir, getcwd: lengths and errors of the raw call.
#include "guest.h"

int main(void) {
  char here[PATH_MAX], there[PATH_MAX], raw[PATH_MAX];
  NEED(getcwd(here, sizeof here));
  CALL(mkdir("inner", 0700));
  int fd = open(".", O_RDONLY);
  CALL(chdir("inner"));
  NEED(getcwd(there, sizeof there));
  CHECK(strncmp(here, there, strlen(here)) == 0 && strcmp(there + strlen(here), "/inner") == 0);
  CHECK(kcall(__NR_getcwd, raw, sizeof raw) == (long)strlen(there) + 1);
  RAW(kcall(__NR_getcwd, raw, 3));
  RAW(kcall(__NR_getcwd, 16, 100));
  CALL(rmdir("../inner"));
  RAW(kcall(__NR_getcwd, raw, sizeof raw));
  CALL(fchdir(fd));
  NEED(getcwd(there, sizeof there));
  CHECK(strcmp(here, there) == 0);
  CALL(chdir("absent"));
  CALL(fchdir(0));
  return guest_status();
}
