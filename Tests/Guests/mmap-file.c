// mmap2 counts its offset in pages, private and shared, and reaches beyond 4 GiB in a file.
#include "guest.h"

int main(void) {
  int fd = open64("file", O_RDWR | O_CREAT, 0600);
  NEED(ftruncate64(fd, 0x500002000LL) == 0 && pwrite64(fd, "far", 4, 0x500001000LL) == 4 && pwrite64(fd, "near", 5, 0x1000) == 5);
  char *a = (char *)kcall(__NR_mmap2, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 1);
  char *b = (char *)kcall(__NR_mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0x500001);
  char *c = (char *)kcall(__NR_mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 1);
  say("%s %s\n", a, b);
  strcpy(b, "changed");
  strcpy(c, "private");
  char text[16];
  CALL(pread64(fd, text, 16, 0x500001000LL));
  say("%s\n", text);
  CALL(pread64(fd, text, 16, 0x1000));
  say("%s %s\n", text, a);
  NEED(pwrite64(fd, "again", 6, 0x500001000LL) == 6);
  say("%s\n", b);
  RAW(kcall(__NR_mmap2, 0, 4096, PROT_READ, 0, fd, 1));
  RAW(kcall(__NR_mmap2, 0, 0, PROT_READ, MAP_PRIVATE, fd, 1));
  RAW(kcall(__NR_mmap2, 0, 4096, PROT_READ, MAP_PRIVATE, 99, 1));
  RAW(kcall(__NR_mmap2, 0x1001, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 1));
  RAW(kcall(__NR_mmap2, 0, 0xfffff000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  RAW(kcall(__NR_mmap2, 0, 0xffffffff, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  int reading = open("file", O_RDONLY | O_LARGEFILE);
  RAW(kcall(__NR_mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, reading, 1));
  int dir = open(".", O_RDONLY);
  RAW(kcall(__NR_mmap2, 0, 4096, PROT_READ, MAP_PRIVATE, dir, 0));
  return guest_status();
}
