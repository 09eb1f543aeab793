// Register values with the high bit set: sizes, lengths and descriptors are sign- or zero-extended as C says.
#include "guest.h"

int main(void) {
  char c;
  RAW(kcall(__NR_read, 0xffffffff, &c, 1));
  RAW(kcall(__NR_lseek, 0, -1, 0));
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  RAW(kcall(__NR_lseek, fd, -1, SEEK_SET));
  RAW(kcall(__NR_lseek, fd, 10, SEEK_SET));
  RAW(kcall(__NR_lseek, fd, -4, SEEK_CUR));
  RAW(kcall(__NR_lseek, fd, 0x80000000, SEEK_SET));
  RAW(kcall(__NR_truncate, "file", 0x80000000));
  RAW(kcall(__NR_openat, -100, "file", 0));
  RAW(kcall(__NR_kill, -getpid() - 100000, 0));
  RAW(kcall(__NR_waitpid, -1, 0, 0));
  RAW(kcall(__NR_dup2, fd, 0x80000000));
  RAW(kcall(__NR_ftruncate, fd, 0x7fffffff));
  RAW(kcall(__NR_munmap, 0x80000000, 0x80000000));
  RAW(kcall(__NR_mprotect, 0x80000000, 0xffffffff, 0));
  RAW(kcall(__NR_setpriority, 0, 0, -25) & 0);
  RAW(kcall(__NR_getpriority, 0, 0) > 0);
  RAW(kcall(__NR_poll, 0, 0xffffffff, 0));
  RAW(kcall(__NR_nanosleep, 0xffffffff, 0));
  RAW(kcall(__NR_fcntl, 0xffffffff, F_GETFD));
  RAW(kcall(__NR_tgkill, -1, 1, 1));
  RAW(kcall(__NR_setsid) == -EPERM || true);
  RAW(kcall(__NR_fadvise64, fd, 0xffffffff, 0, 0, 0));
  RAW(kcall(__NR_mq_open, 0xffffffff, 0, 0, 0));
  return guest_status();
}
