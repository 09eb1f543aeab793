// chown and its relatives: -1 leaves an id, 16-bit ids widen 65535 to -1.
#include "guest.h"

static void show(const char *what, const char *path) {
  struct stat s;
  lstat(path, &s);
  say("%s: %d:%d\n", what, s.st_uid == getuid() ? 0 : (int)s.st_uid, s.st_gid == getgid() ? 0 : (int)s.st_gid);
}

int main(void) {
  put_file("file", "", 0600);
  symlink("file", "link");
  int fd = open("file", O_RDWR);
  RAW(kcall(__NR_chown32, "file", 70000, 70001));
  show("chown32", "file");
  RAW(kcall(__NR_chown, "file", 1000, 0xffff));
  show("chown", "file");
  RAW(kcall(__NR_lchown, "link", 1001, 1002));
  RAW(kcall(__NR_lchown32, "link", -1, 70002));
  show("link", "link");
  show("file", "file");
  RAW(kcall(__NR_fchown, fd, 0xffff, 1003));
  RAW(kcall(__NR_fchown32, fd, 1004, -1));
  show("fchown", "file");
  RAW(kcall(__NR_fchownat, AT_FDCWD, "link", 1005, 1006, AT_SYMLINK_NOFOLLOW));
  show("fchownat", "link");
  RAW(kcall(__NR_chown, "absent", 0, 0));
  uint16_t small[32];
  kcall(__NR_chown32, "file", 70000, 70001);
  RAW(kcall(__NR_stat, "file", small));
  SHOW(small[6]);
  return guest_status();
}
