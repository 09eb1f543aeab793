// Access beyond the end of a mapped file is SIGBUS with BUS_ADRERR and its address; a call gives EFAULT.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static siginfo_t seen;
static void handler(int number, siginfo_t *info, void *context) {
  seen = *info;
  siglongjmp(back, number);
}

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  ftruncate(fd, 0x1000);
  char *p = (char *)mmap(NULL, 0x3000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  on_signal(SIGBUS, (void *)handler, SA_SIGINFO);
  int got = sigsetjmp(back, 1);
  if (!got) p[0x1234] = 1;
  say("SIG%s code %d at %lx\n", sigabbrev_np(got), seen.si_code, (long)((char *)seen.si_addr - p));
  CALL(write(1, p + 0x2000, 5));
  CALL(read(0, p, 5));
  int null = open("/dev/zero", O_RDONLY);
  CALL(read(null, p + 0xff8, 16));
  CALL(read(null, p + 0x1000, 16));
  return guest_status();
}
