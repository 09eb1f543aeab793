// /proc/self/fd shows the guest's descriptors and no others, in the parent and in a child.
#include "guest.h"
#include <dirent.h>

static void list(const char *who) {
  DIR *d = opendir("/proc/self/fd");
  char target[256], path[300];
  for (int i = 0; i < 40; i++) {
    sprintf(path, "/proc/self/fd/%d", i);
    ssize_t n = readlink(path, target, sizeof target);
    if (n > 0 && i != dirfd(d)) say("%s: %d %s\n", who, i, i < 3 ? "standard" : target[0] == '/' ? "file" : "other");
  }
  int count = 0;
  for (struct dirent *e; (e = readdir(d));) count += e->d_name[0] != '.';
  say("%s: %d\n", who, count - 1);
  closedir(d);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    list(argv[1]);
    return 0;
  }
  list("parent");
  NEED(open("/dev/null", O_RDONLY) == 3);
  IN_CHILD("child", list("child"));
  IN_CHILD("exec", execl("/proc/self/exe", "self", "exec'd", NULL));
  return guest_status();
}
