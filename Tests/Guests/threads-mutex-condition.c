// Producers and consumers over a mutex and two conditions; a timed wait; a read-write lock.
#include "guest.h"
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int box, full;
static long sum;
static void *produce(void *argument) {
  for (int i = 1; i <= 2000; i++) {
    pthread_mutex_lock(&m);
    while (full) pthread_cond_wait(&emptied, &m);
    box = i, full = 1;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&m);
  }
  return NULL;
}
static void *consume(void *argument) {
  for (int i = 1; i <= 2000; i++) {
    pthread_mutex_lock(&m);
    while (!full) pthread_cond_wait(&filled, &m);
    sum += box, full = 0;
    pthread_cond_signal(&emptied);
    pthread_mutex_unlock(&m);
  }
  return NULL;
}

int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 2; i++) pthread_create(&t[i], NULL, produce, NULL), pthread_create(&t[i + 2], NULL, consume, NULL);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  SHOW(sum);
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_nsec += 3000000;
  if (at.tv_nsec >= 1000000000) at.tv_sec++, at.tv_nsec -= 1000000000;
  pthread_mutex_lock(&m);
  say("%s\n", error_name(pthread_cond_timedwait(&filled, &m, &at)));
  pthread_rwlock_t r = PTHREAD_RWLOCK_INITIALIZER;
  SHOW(pthread_rwlock_rdlock(&r));
  say("%s\n", error_name(pthread_rwlock_trywrlock(&r)));
  say("%s\n", error_name(pthread_rwlock_timedwrlock(&r, &at)));
  return guest_status();
}
