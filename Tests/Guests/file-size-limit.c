// RLIMIT_FSIZE: SIGXFSZ and EFBIG, and a short write up to the limit.
#include "guest.h"
#include <sys/resource.h>

static volatile int got;
static void handler(int number) { got++; }

int main(void) {
  struct rlimit limit = {100, RLIM_INFINITY};
  on_signal(SIGXFSZ, (void *)handler, 0);
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  NEED(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  char text[80] = "";
  CALL(write(fd, text, 80));
  CALL(write(fd, text, 80));
  CALL(write(fd, text, 80));
  SHOW(got);
  CALL(ftruncate(fd, 101));
  SHOW(got);
  limit.rlim_cur = RLIM_INFINITY;
  CALL(setrlimit(RLIMIT_FSIZE, &limit));
  CALL(write(fd, text, 80));
  return guest_status();
}
