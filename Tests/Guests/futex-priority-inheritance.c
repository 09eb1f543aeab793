// FUTEX_LOCK_PI and UNLOCK_PI; a mutex with priority inheritance.
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static pthread_mutex_t m;
static int count;
static void *work(void *unused) {
  for (int i = 0; i < 2000; i++) pthread_mutex_lock(&m), count++, pthread_mutex_unlock(&m);
  return NULL;
}

int main(void) {
  uint32_t w = 0;
  RAW(kcall(__NR_futex, &w, FUTEX_LOCK_PI, 0, 0));
  CHECK((w & FUTEX_TID_MASK) == (uint32_t)gettid());
  RAW(kcall(__NR_futex, &w, FUTEX_LOCK_PI, 0, 0));
  RAW(kcall(__NR_futex, &w, FUTEX_UNLOCK_PI, 0, 0));
  SHOW(w);
  RAW(kcall(__NR_futex, &w, FUTEX_UNLOCK_PI, 0, 0));
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  SHOW(pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT));
  pthread_mutex_init(&m, &a);
  pthread_t t[3];
  for (int i = 0; i < 3; i++) pthread_create(&t[i], NULL, work, NULL);
  for (int i = 0; i < 3; i++) pthread_join(t[i], NULL);
  SHOW(count);
  return guest_status();
}
