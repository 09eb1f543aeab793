// Thread-local variables, keys with destructors, pthread_once, own errno, own alternate stack.
#include "guest.h"
#include <pthread.h>

static __thread int counter = 3;
static __thread char block[5000];
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void destroy(void *value) { say("destroy %d\n", (int)(uintptr_t)value); }
static void make(void) { pthread_key_create(&key, destroy), say("once\n"); }
static void *work(void *argument) {
  pthread_once(&once, make);
  pthread_setspecific(key, argument);
  counter += (int)(uintptr_t)argument;
  close(-1);
  stack_t s;
  sigaltstack(NULL, &s);
  say("counter %d block %d errno %s altstack %d\n", counter, block[4999], error_name(errno), s.ss_flags);
  block[4999] = 1;
  return NULL;
}

int main(void) {
  for (int i = 1; i < 4; i++) {
    pthread_t t;
    errno = 0;
    pthread_create(&t, NULL, work, (void *)(uintptr_t)i);
    pthread_join(t, NULL);
    CHECK(errno == 0);
  }
  SHOW(counter);
  return guest_status();
}
