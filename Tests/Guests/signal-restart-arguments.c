// A restarted call gets its own arguments again, not what the handler left in registers, by both entries.
#include "guest.h"
#include <sys/uio.h>

static int p[2];
static volatile int ticks;
static void handler(int number) {
  if (++ticks == 3) write(p[1], "abc", 3);
}

int main(void) {
  char text[8] = "";
  struct itimerval t = {{0, 10000}, {0, 10000}};
  NEED(pipe(p) == 0);
  on_signal(SIGALRM, (void *)handler, SA_RESTART);
  setitimer(ITIMER_REAL, &t, NULL);
  RAW(kcall(__NR_read, p[0], text, 3));
  say("%s\n", text);
  ticks = 0;
  memset(text, 0, sizeof text);
  RAW(int80(__NR_read, p[0], text, 3));
  say("%s\n", text);
  ticks = 0;
  struct iovec v = {text, 2};
  RAW(kcall(__NR_readv, p[0], &v, 1));
  return guest_status();
}
