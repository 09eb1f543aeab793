// 500 threads at once, each with its own thread-local data, then joined.
#include "guest.h"
#include <pthread.h>

static __thread int own = 7;
static int results[500];
static pthread_barrier_t gate;
static void *work(void *argument) {
  int i = (int)(uintptr_t)argument;
  own += i;
  pthread_barrier_wait(&gate);
  results[i] = own;
  return argument;
}

int main(void) {
  pthread_t t[500];
  pthread_attr_t a;
  pthread_attr_init(&a), pthread_attr_setstacksize(&a, 65536);
  pthread_barrier_init(&gate, NULL, 501);
  int created = 0, joined = 0, right = 0;
  for (int i = 0; i < 500; i++) created += pthread_create(&t[i], &a, work, (void *)(uintptr_t)i) == 0;
  SHOW(created);
  if (created == 500) pthread_barrier_wait(&gate);
  for (int i = 0; i < 500; i++) {
    void *r;
    joined += pthread_join(t[i], &r) == 0 && r == (void *)(uintptr_t)i;
    right += results[i] == 7 + i;
  }
  SHOW(joined);
  SHOW(right);
  SHOW(own);
  return guest_status();
}
