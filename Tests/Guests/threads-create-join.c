// Threads created and joined one after another, 1500 times; no resource leaks away.
#include "guest.h"
#include <pthread.h>

static int sum;
static void *work(void *argument) {
  sum += (int)(uintptr_t)argument;
  return NULL;
}

int main(void) {
  int failed = 0;
  for (int i = 0; i < 1500; i++) {
    pthread_t t;
    if (pthread_create(&t, NULL, work, (void *)(uintptr_t)i)) failed++;
    else pthread_join(t, NULL);
  }
  SHOW(failed);
  SHOW(sum);
  return guest_status();
}
