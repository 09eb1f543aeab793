#include "workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static atomic_llong total;
static int turn;
static _Thread_local int own;

static void *work(void *argument) {
  int number = *(int *)argument;
  for (int n = 0; n < 1000; n++) {
    own += n % (number + 2);
    atomic_fetch_add(&total, n ^ number);
  }
  pthread_mutex_lock(&mutex);
  while (turn != number) pthread_cond_wait(&turned, &mutex);
  turn++;
  pthread_cond_broadcast(&turned);
  pthread_mutex_unlock(&mutex);
  return (void *)(long)own;
}

long long run_workers(int count) {
  pthread_t threads[count];
  int numbers[count];
  for (int n = 0; n < count; n++) {
    numbers[n] = n;
    if (pthread_create(&threads[n], NULL, work, &numbers[n])) abort();
  }
  long long sum = 0;
  for (int n = 0; n < count; n++) {
    void *result;
    pthread_join(threads[n], &result);
    sum += (long)result;
  }
  return sum * 1000003 + total + own;
}
