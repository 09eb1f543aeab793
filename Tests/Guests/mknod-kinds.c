// mknod and mknodat make fifos and regular files; devices keep their 32-bit numbers.
#include "guest.h"
#include <sys/sysmacros.h>

int main(void) {
  struct stat s;
  umask(0);
  RAW(kcall(__NR_mknod, "fifo", S_IFIFO | 0640, 0));
  RAW(kcall(__NR_mknod, "fifo", S_IFIFO | 0640, 0));
  RAW(kcall(__NR_mknodat, AT_FDCWD, "file", S_IFREG | 0604, 0));
  stat("fifo", &s);
  say("%o\n", s.st_mode);
  stat("file", &s);
  say("%o\n", s.st_mode);
  RAW(kcall(__NR_mknod, "null", S_IFCHR | 0666, 0x103));
  if (stat("null", &s) == 0) say("%o %u:%u\n", s.st_mode, major(s.st_rdev), minor(s.st_rdev));
  RAW(kcall(__NR_mknod, "x", S_IFDIR | 0700, 0));
  int fd = open("fifo", O_RDWR);
  char text[4];
  CALL(write(fd, "pipe", 4));
  CALL(read(fd, text, 4));
  return guest_status();
}
