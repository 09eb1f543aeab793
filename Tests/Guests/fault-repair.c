// A handler that maps the missing page and returns makes the faulting instruction succeed, many times.
#include "guest.h"

static volatile int faults;
static void handler(int number, siginfo_t *info, void *context) {
  faults++;
  uintptr_t page = (uintptr_t)info->si_addr & ~4095u;
  mprotect((void *)page, 4096, PROT_READ | PROT_WRITE);
}

int main(void) {
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  char *p = (char *)mmap(NULL, 256 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int sum = 0;
  for (int i = 0; i < 256; i++) p[i * 4096 + i] = i, sum += (unsigned char)p[i * 4096 + i];
  SHOW(faults);
  SHOW(sum);
  return guest_status();
}
