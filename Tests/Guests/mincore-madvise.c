// mincore, madvise, msync, mlock and their errors.
#include "guest.h"
#include <sys/resource.h>

int main(void) {
  unsigned char v[8];
  char *p = (char *)mmap(NULL, 0x4000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(p, 'x', 0x1000);
  CALL(mincore(p, 0x4000, v));
  say("%d %d\n", v[0] & 1, v[3] & 1);
  CALL(madvise(p, 0x1000, MADV_DONTNEED));
  SHOW(p[0]);
  CALL(madvise(p, 0x1000, 999));
  CALL(madvise(p + 1, 0x1000, MADV_NORMAL));
  CALL(mincore(p + 1, 0x1000, v));
  CALL(mincore(p, 0x1000, (unsigned char *)16));
  munmap(p + 0x1000, 0x1000);
  CALL(mincore(p, 0x4000, v));
  CALL(madvise(p, 0x4000, MADV_NORMAL));
  CALL(msync(p, 0x1000, MS_SYNC));
  CALL(msync(p, 0x4000, MS_SYNC));
  CALL(msync(p, 0x1000, MS_SYNC | MS_ASYNC));
  CALL(mlock(p, 0x1000));
  CALL(munlock(p, 0x1000));
  CALL(mlock2(p + 0x2000, 0x1000, MLOCK_ONFAULT));
  CALL(mlock(p, 0x4000));
  CALL(munlockall());
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  ftruncate(fd, 0x2000);
  char *f = (char *)mmap(NULL, 0x2000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  f[0x1000] = 'y';
  CALL(msync(f, 0x2000, MS_SYNC));
  CALL(mincore(f, 0x2000, v));
  CALL(madvise(f, 0x1000, MADV_REMOVE));
  char c;
  CALL(pread(fd, &c, 1, 0x1000));
  SHOW(c);
  return guest_status();
}
