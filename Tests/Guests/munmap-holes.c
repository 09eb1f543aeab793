// guest: abi=i386
// munmap makes holes, spans mappings and refuses odd ranges; MAP_FIXED fills a hole.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number) { siglongjmp(back, 1); }

static int touches(volatile char *p) {
  if (sigsetjmp(back, 1)) return 0;
  (void)*p;
  return 1;
}

int main(void) {
  on_signal(SIGSEGV, (void *)handler, 0);
  char *p = (char *)mmap(NULL, 0x8000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CALL(munmap(p + 0x2000, 0x1800));
  for (int i = 0; i < 8; i++) say("%d", touches(p + i * 0x1000));
  say("\n");
  CHECK(mmap(p + 0x2000, 0x1000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p + 0x2000);
  for (int i = 0; i < 8; i++) say("%d", touches(p + i * 0x1000));
  say("\n");
  CALL(munmap(p, 0x8000));
  CALL(munmap(p, 0x8000));
  CALL(munmap(p + 1, 0x1000));
  CALL(munmap(p, 0));
  CALL(munmap((void *)0xfffff000, 0x2000));
  CALL(munmap(p, 0xffffffff));
  for (int i = 0; i < 8; i++) say("%d", touches(p + i * 0x1000));
  say("\n");
  return guest_status();
}
