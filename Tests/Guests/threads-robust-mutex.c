// The owner of a robust mutex dies: thread exit and process death mark it, the next owner is told.
#include "guest.h"
#include <pthread.h>

static pthread_mutex_t *m;
static void *die(void *unused) {
  pthread_mutex_lock(m);
  return NULL;
}

int main(void) {
  m = (pthread_mutex_t *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST), pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(m, &a);
  pthread_t t;
  pthread_create(&t, NULL, die, NULL);
  pthread_join(t, NULL);
  say("%s\n", error_name(pthread_mutex_lock(m)));
  SHOW(pthread_mutex_consistent(m));
  SHOW(pthread_mutex_unlock(m));
  IN_CHILD("exits", pthread_mutex_lock(m));
  say("%s\n", error_name(pthread_mutex_lock(m)));
  SHOW(pthread_mutex_consistent(m));
  SHOW(pthread_mutex_unlock(m));
  // A waiter in another process gets the lock when it is let go.
  SHOW(pthread_mutex_lock(m));
  pid_t child = fork();
  if (child == 0) {
    say("waiter: %s\n", error_name(pthread_mutex_lock(m)));
    _exit(0);
  }
  pthread_mutex_unlock(m);
  reap(child, "waiter");
  uint32_t head, size;
  RAW(kcall(__NR_get_robust_list, 0, &head, &size));
  SHOW(size);
  RAW(kcall(__NR_set_robust_list, head, 11));
  return guest_status();
}
