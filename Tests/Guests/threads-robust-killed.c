// A process killed by SIGKILL while it holds a robust mutex: the kernel marks it, the next owner is told.
// guest: timeout=5
#include "guest.h"
#include <pthread.h>

int main(void) {
  pthread_mutex_t *m = (pthread_mutex_t *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST), pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(m, &a);
  IN_CHILD("is killed", pthread_mutex_lock(m); kill(getpid(), SIGKILL));
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_sec += 1;
  say("%s\n", error_name(pthread_mutex_timedlock(m, &at)));
  return guest_status();
}
