// The main thread ends by pthread_exit, and the process lives until the last thread ends.
#include "guest.h"
#include <pthread.h>

static pthread_t first;
static void *later(void *unused) {
  pthread_join(first, NULL);
  pause_ms(10);
  char state = '?';
  FILE *f = fopen("/proc/self/stat", "r");
  if (f) fscanf(f, "%*d %*s %c", &state);
  say("still here, leader is %c\n", state);
  return NULL;
}

int main(void) {
  pthread_t t;
  first = pthread_self();
  pthread_create(&t, NULL, later, NULL);
  pthread_exit(NULL);
}
