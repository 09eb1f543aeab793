// No signal ends the wait for a lock that inherits priority: it goes on after the handler, and its time runs on. Other
// waits end, or go on by SA_RESTART.
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

#ifndef FUTEX_LOCK_PI2
#define FUTEX_LOCK_PI2 13
#endif

static volatile int handled;
static uint32_t word, other;
static void count(int number) { handled++; }

static void wait_for(const char *what, int operation, uint32_t value, clockid_t clock, long ms, int flags) {
  on_signal(SIGALRM, count, flags);
  struct timespec end = {ms / 1000, ms % 1000 * 1000000};
  if (operation != FUTEX_WAIT) {
    clock_gettime(clock, &end);
    end.tv_nsec += ms % 1000 * 1000000, end.tv_sec += ms / 1000 + end.tv_nsec / 1000000000, end.tv_nsec %= 1000000000;
  }
  handled = 0;
  struct itimerval often = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &often, NULL);
  long result = kcall(__NR_futex, &word, operation, value, ms ? &end : NULL, &other, ~0u);
  setitimer(ITIMER_REAL, &never, NULL);
  say("%s%s: %s, %s\n", what, flags ? " with SA_RESTART" : "", error_name(-result),
      handled == 0 ? "no handler" : handled == 1 ? "one handler" : "many handlers");
}

static void *unlock(void *owner) {
  pause_ms(200);
  kcall(__NR_futex, &word, FUTEX_UNLOCK_PI, 0, 0);
  return NULL;
}
static volatile bool is_locked;
static void *hold(void *unused) {
  kcall(__NR_futex, &word, FUTEX_LOCK_PI, 0, 0);
  is_locked = true;
  return unlock(NULL);
}

int main(void) {
  int ends[2];
  NEED(pipe(ends) == 0);
  pid_t owner = fork();
  if (owner == 0) {
    char byte;
    close(ends[1]);
    _exit(read(ends[0], &byte, 1) != 0);
  }
  for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
    word = owner;
    wait_for("LOCK_PI", FUTEX_LOCK_PI, 0, CLOCK_REALTIME, 300, flags);
    word = owner;
    wait_for("LOCK_PI2", FUTEX_LOCK_PI2, 0, CLOCK_MONOTONIC, 300, flags);
    word = 0;
    wait_for("WAIT_REQUEUE_PI", FUTEX_WAIT_REQUEUE_PI, 0, CLOCK_MONOTONIC, 300, flags);
    wait_for("WAIT", FUTEX_WAIT, 0, CLOCK_MONOTONIC, 1300, flags);
  }
  wait_for("WAIT without end", FUTEX_WAIT, 0, CLOCK_MONOTONIC, 0, 0);
  close(ends[1]);
  reap(owner, "owner");
  // The lock is had in the end.
  pthread_t holder;
  sigset_t alarms;
  sigemptyset(&alarms), sigaddset(&alarms, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &alarms, NULL);
  pthread_create(&holder, NULL, hold, NULL);
  while (!is_locked) usleep(1000);
  pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
  wait_for("LOCK_PI without end", FUTEX_LOCK_PI, 0, CLOCK_REALTIME, 0, 0);
  CHECK((word & FUTEX_TID_MASK) == (uint32_t)gettid());
  pthread_join(holder, NULL);
  return guest_status();
}
