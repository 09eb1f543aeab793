// int $0x80 in memory made at run time, and at the end of a page.
#include "guest.h"

int main(void) {
  unsigned char *p = (unsigned char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  // mov $20, %eax; int $0x80; ret
  unsigned char code[] = {0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3};
  memcpy(p + 4096 - 7, code, sizeof code);
  long (*f)(void) = (long (*)(void))(p + 4096 - 7);
  CHECK(f() == getpid());
  memcpy(p + 4096 - 6, code, sizeof code);
  CHECK(((long (*)(void))(p + 4096 - 6))() == getpid());
  mprotect(p, 8192, PROT_READ | PROT_EXEC);
  CHECK(f != NULL && ((long (*)(void))(p + 4096 - 6))() == getpid());
  return guest_status();
}
