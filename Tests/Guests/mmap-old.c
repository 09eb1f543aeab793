// The old mmap (90) takes a block of six words and an offset in bytes.
#include "guest.h"

int main(void) {
  put_file("file", "0123456789", 0600);
  NEED(truncate("file", 0x2000) == 0);
  int fd = open("file", O_RDWR);
  uint32_t block[6] = {0, 0x2000, PROT_READ, MAP_PRIVATE, (uint32_t)fd, 0};
  char *p = (char *)int80(__NR_mmap, block);
  say("%s\n", p);
  block[5] = 0x10;
  RAW(int80(__NR_mmap, block));
  block[5] = 0x1000;
  p = (char *)int80(__NR_mmap, block);
  SHOW(p[0]);
  RAW(int80(__NR_mmap, 16));
  uint32_t anonymous[6] = {0, 0x3000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, (uint32_t)-1, 0};
  p = (char *)kcall(__NR_mmap, anonymous);
  memset(p, 1, 0x3000);
  RAW(kcall(__NR_munmap, p, 0x3000));
  return guest_status();
}
