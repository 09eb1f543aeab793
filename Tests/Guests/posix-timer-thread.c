// SIGEV_THREAD timers of the C library run a function in a thread.
#include "guest.h"
#include <pthread.h>
#include <semaphore.h>

static sem_t done;
static void notify(union sigval value) {
  say("value %d\n", value.sival_int);
  sem_post(&done);
}

int main(void) {
  timer_t id;
  struct sigevent e;
  memset(&e, 0, sizeof e);
  sem_init(&done, 0, 0);
  e.sigev_notify = SIGEV_THREAD, e.sigev_notify_function = notify, e.sigev_value.sival_int = 99;
  CALL(timer_create(CLOCK_MONOTONIC, &e, &id));
  struct itimerspec t = {{0, 0}, {0, 2000000}};
  CALL(timer_settime(id, 0, &t, NULL));
  sem_wait(&done);
  CALL(timer_delete(id));
  return guest_status();
}
