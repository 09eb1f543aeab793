// guest: abi=i386
// read and write at their edges: zero counts, bad pointers, closed descriptors, wrong modes.
#include "guest.h"

int main(void) {
  char c[8];
  int fd = open("file", O_RDWR | O_CREAT, 0600), only = open("file", O_RDONLY);
  RAW(kcall(__NR_write, fd, "12345678", 8));
  RAW(kcall(__NR_read, fd, c, 8));
  lseek(fd, 0, SEEK_SET);
  RAW(kcall(__NR_read, fd, c, 0));
  RAW(kcall(__NR_read, fd, 16, 4));
  RAW(kcall(__NR_read, fd, 16, 0));
  RAW(kcall(__NR_write, fd, 16, 4));
  RAW(kcall(__NR_write, only, c, 4));
  RAW(kcall(__NR_read, 77, c, 4));
  RAW(kcall(__NR_read, -1, c, 4));
  RAW(kcall(__NR_read, fd, c, -1));
  RAW(kcall(__NR_close, fd));
  RAW(kcall(__NR_close, fd));
  char *page = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(page + 4096, 4096);
  memset(page, 'p', 4096);
  fd = open("file", O_RDWR);
  RAW(kcall(__NR_write, fd, page + 4090, 6));
  RAW(kcall(__NR_write, fd, page + 4090, 20));
  RAW(kcall(__NR_pread64, fd, page + 4092, 20, 0, 0));
  RAW(kcall(__NR_write, fd, 0xc0000000, 20));
  RAW(kcall(__NR_write, fd, 0xfffffff0, 0x20));
  return guest_status();
}
