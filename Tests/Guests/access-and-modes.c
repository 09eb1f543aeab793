// access, faccessat, faccessat2, chmod, fchmod, fchmodat and umask.
#include "guest.h"

int main(void) {
  struct stat s;
  umask(0);
  put_file("file", "", 0644);
  RAW(kcall(__NR_access, "file", R_OK | W_OK));
  RAW(kcall(__NR_access, "file", X_OK));
  RAW(kcall(__NR_access, "file", 8));
  RAW(kcall(__NR_access, "absent", F_OK));
  RAW(kcall(__NR_faccessat, AT_FDCWD, "file", X_OK));
  RAW(kcall(__NR_faccessat2, AT_FDCWD, "file", X_OK, AT_EACCESS));
  RAW(kcall(__NR_faccessat2, AT_FDCWD, "file", F_OK, 0x8000));
  RAW(kcall(__NR_chmod, "file", 04755));
  stat("file", &s);
  say("%o\n", s.st_mode);
  int fd = open("file", O_RDONLY);
  RAW(kcall(__NR_fchmod, fd, 0600));
  RAW(kcall(__NR_fchmodat, AT_FDCWD, "file", 0711));
  stat("file", &s);
  say("%o\n", s.st_mode);
  RAW(kcall(__NR_chmod, "absent", 0));
  say("%o\n", (unsigned)kcall(__NR_umask, 077));
  say("%o\n", (unsigned)kcall(__NR_umask, 01777));
  say("%o\n", (unsigned)kcall(__NR_umask, 0));
  return guest_status();
}
