// mprotect splits mappings; errors for holes and odd addresses; write faults afterwards.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) { siglongjmp(back, info->si_code); }

int main(void) {
  char *p = (char *)mmap(NULL, 0x6000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(p, 7, 0x6000);
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  CALL(mprotect(p + 0x2000, 0x1000, PROT_READ));
  int code = sigsetjmp(back, 1);
  if (code == 0) p[0x2000] = 1;
  SHOW(code);
  SHOW(p[0x2000]);
  p[0x1fff] = 1, p[0x3000] = 1;
  CALL(mprotect(p + 0x2000, 0x1000, PROT_READ | PROT_WRITE));
  p[0x2000] = 2;
  CALL(mprotect(p + 0x4000, 0x1000, PROT_NONE));
  code = sigsetjmp(back, 1);
  if (code == 0) SHOW(*(volatile char *)(p + 0x4000));
  SHOW(code);
  munmap(p + 0x1000, 0x1000);
  CALL(mprotect(p, 0x3000, PROT_READ));
  CALL(mprotect(p + 1, 0x1000, PROT_READ));
  CALL(mprotect(p, 0, PROT_READ));
  CALL(mprotect((void *)0xfffff000, 0x2000, PROT_READ));
  CALL(mprotect(p, 0x1000, 0x70));
  return guest_status();
}
