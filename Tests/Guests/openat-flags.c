// open, openat and openat2: flags, modes, errors.
#include "guest.h"
#include <linux/openat2.h>

int main(void) {
  umask(022);
  struct stat s;
  CALL(mkdir("dir", 0700));
  int dir = open("dir", O_RDONLY | O_DIRECTORY);
  int fd = openat(dir, "file", O_CREAT | O_EXCL | O_RDWR, 0666);
  CHECK(fd > dir);
  fstat(fd, &s);
  say("mode %o\n", s.st_mode);
  CALL(openat(dir, "file", O_CREAT | O_EXCL | O_RDWR, 0666));
  CALL(open("dir", O_RDWR));
  CALL(open("dir/file", O_RDONLY | O_DIRECTORY));
  CALL(symlink("file", "dir/link"));
  CALL(openat(dir, "link", O_RDONLY | O_NOFOLLOW));
  CALL(openat(99, "link", O_RDONLY));
  CALL(open("", O_RDONLY));
  CALL(open("dir/file/x", O_RDONLY));
  int path = open("dir/link", O_PATH | O_NOFOLLOW);
  char c;
  CALL(read(path, &c, 1));
  int append = open("dir/file", O_WRONLY | O_APPEND);
  CALL(write(append, "one", 3));
  CALL(pwrite(append, "two", 3, 0));
  fstat(append, &s);
  SHOW(s.st_size);
  say("flags %o\n", fcntl(append, F_GETFL));
  CALL(fcntl(append, F_SETFL, O_NONBLOCK));
  say("flags %o\n", fcntl(append, F_GETFL));
  int unnamed = open(".", O_TMPFILE | O_RDWR, 0600);
  CHECK(unnamed > 0);
  fstat(unnamed, &s);
  SHOW(s.st_nlink);
  struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_BENEATH};
  CHECK(kcall(__NR_openat2, dir, "file", &how, sizeof how) > 0);
  RAW(kcall(__NR_openat2, dir, "../dir/file", &how, sizeof how));
  how.flags |= 1ull << 40;
  RAW(kcall(__NR_openat2, dir, "file", &how, sizeof how));
  RAW(kcall(__NR_creat, "dir", 0600));
  char *deep = (char *)malloc(5000);
  memset(deep, 'a', 4999), deep[4999] = 0;
  CALL(open(deep, O_RDONLY));
  deep[300] = 0;
  CALL(open(deep, O_RDONLY));
  return guest_status();
}
