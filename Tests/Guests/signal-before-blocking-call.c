// A signal that comes just before or inside a blocking read always interrupts it: no lost wake-up.
#include "guest.h"
#include <pthread.h>

static int p[2];
static volatile int waiting, interrupted;
static void handler(int number) {}
static void *reader(void *unused) {
  char c;
  for (int i = 0; i < 500; i++) {
    waiting = i + 1;
    ssize_t n = read(p[0], &c, 1);
    if (n == -1 && errno == EINTR) interrupted++;
  }
  return NULL;
}

int main(void) {
  NEED(pipe(p) == 0);
  on_signal(SIGUSR1, (void *)handler, 0);
  pthread_t t;
  pthread_create(&t, NULL, reader, NULL);
  // The signal may come before read was entered, then another is sent: what counts is that it ends.
  while (interrupted < 500) {
    pthread_kill(t, SIGUSR1);
    sched_yield();
  }
  pthread_join(t, NULL);
  SHOW(interrupted);
  return guest_status();
}
