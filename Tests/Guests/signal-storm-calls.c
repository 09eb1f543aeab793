// Timer signals while calls are made: results stay right, restarted reads lose nothing, by both entries.
#include "guest.h"

static volatile int count;
static void handler(int number) {
  count++;
  kcall(__NR_getppid);
}

int main(void) {
  int p[2], bad = 0;
  NEED(pipe(p) == 0);
  on_signal(SIGALRM, (void *)handler, SA_RESTART);
  struct itimerval t = {{0, 300}, {0, 300}};
  pid_t child = fork();
  if (child == 0) {
    setitimer(ITIMER_REAL, &t, NULL);
    for (uint32_t i = 0; i < 20000; i++)
      if (write(p[1], &i, 4) != 4) _exit(1);
    _exit(0);
  }
  setitimer(ITIMER_REAL, &t, NULL);
  pid_t parent = getppid();
  for (uint32_t i = 0; i < 20000; i++) {
    uint32_t got = 0;
    if (kcall(__NR_read, p[0], &got, 4) != 4 || got != i) bad++;
    if (kcall(__NR_getppid) != parent) bad++;
    if (i % 50 == 0 && int80(__NR_getppid) != parent) bad++;
  }
  while (count < 100) pause();
  setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
  SHOW(bad);
  reap(child, "writer");
  return guest_status();
}
