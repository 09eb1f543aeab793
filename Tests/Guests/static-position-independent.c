// A static-pie program relocates itself and finds its own headers.
// guest: link=static-pie
#include "guest.h"
#include <pthread.h>

static int value = 5, *pointer = &value;
static const char *words[] = {"one", "two"};
static void *work(void *a) { return (void *)((uintptr_t)a + 1); }

int main(void) {
  void *r;
  pthread_t t;
  CHECK(*pointer == 5);
  say("%s %s\n", words[0], words[1]);
  pthread_create(&t, NULL, work, (void *)41);
  pthread_join(t, &r);
  SHOW((long)r);
  IN_CHILD("exec", execl("/bin/true", "true", NULL));
  return guest_status();
}
