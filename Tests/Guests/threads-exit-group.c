// exit_group from a thread ends all with its code, whatever the others do.
#include "guest.h"
#include <pthread.h>

static void *sleeper(void *unused) {
  for (;;) pause();
}
static void *spinner(void *unused) {
  for (;;) __asm__ volatile("");
}
static void *ender(void *unused) {
  pause_ms(10);
  _exit(31);
}

int main(void) {
  pthread_t t;
  for (int i = 0; i < 10; i++) pthread_create(&t, NULL, i & 1 ? sleeper : spinner, NULL);
  pthread_create(&t, NULL, ender, NULL);
  pthread_join(t, NULL);
  return 1;
}
