// Signals to one thread, to the process, masks per thread, sigwait in a thread.
#include "guest.h"
#include <pthread.h>

static volatile pid_t handled_by;
static void handler(int number) { handled_by = gettid(); }
static volatile pid_t tid;
static volatile bool stop;
static void *target(void *unused) {
  tid = gettid();
  while (!stop) pause_ms(1);
  return NULL;
}
static volatile bool started;
static void *waiter(void *unused) {
  sigset_t s;
  int n;
  sigemptyset(&s), sigaddset(&s, SIGUSR2);
  started = true;
  sigwait(&s, &n);
  say("waiter got %d\n", n);
  return NULL;
}

int main(void) {
  pthread_t t, w;
  sigset_t s;
  sigemptyset(&s), sigaddset(&s, SIGUSR2), sigaddset(&s, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &s, NULL);
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  pthread_create(&w, NULL, waiter, NULL);
  sigset_t first;
  sigemptyset(&first), sigaddset(&first, SIGUSR1);
  pthread_sigmask(SIG_UNBLOCK, &first, NULL);
  pthread_create(&t, NULL, target, NULL);
  while (!tid || !started) sched_yield();
  pthread_kill(t, SIGUSR1);
  while (!handled_by) sched_yield();
  CHECK(handled_by == tid);
  sigaddset(&s, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &s, NULL);
  handled_by = 0;
  kill(getpid(), SIGUSR1);
  while (!handled_by) sched_yield();
  CHECK(handled_by == tid);
  kill(getpid(), SIGUSR2);
  pthread_join(w, NULL);
  stop = true;
  pthread_join(t, NULL);
  CHECK(pthread_kill(pthread_self(), 0) == 0);
  IN_CHILD("threads' fault", pthread_t x; pthread_create(&x, NULL, (void *(*)(void *))16, NULL); pthread_join(x, NULL));
  return guest_status();
}
