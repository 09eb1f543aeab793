// A process killed by SIGKILL while it holds a robust mutex, where the host may be told of the list: also after an exec.
// guest: timeout=10 host-compat=yes
#include "guest.h"
#include <pthread.h>

static pthread_mutex_t *m;
static void *hold(void *unused) {
  pthread_mutex_lock(m);
  kill(getpid(), SIGKILL);
  return NULL;
}
static void *lock(void *unused) {
  pthread_mutex_lock(m);
  return NULL;
}
static void next(const char *what) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_sec += 1;
  int error = pthread_mutex_timedlock(m, &at);
  say("%s: %s\n", what, error_name(error));
  if (error == EOWNERDEAD) pthread_mutex_consistent(m);
  if (error != ETIMEDOUT) pthread_mutex_unlock(m);
}

int main(int argc, char **argv) {
  int file = open("mutex", O_RDWR | O_CREAT, 0600);
  ftruncate(file, 4096);
  m = (pthread_mutex_t *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (argc > 1) {
    pthread_mutex_lock(m);
    kill(getpid(), SIGKILL);
  }
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST), pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(m, &a);
  pthread_t thread;
  IN_CHILD("locks", pthread_mutex_lock(m); kill(getpid(), SIGKILL));
  next("after it was killed");
  IN_CHILD("a thread locks", pthread_create(&thread, NULL, hold, NULL); pthread_join(thread, NULL));
  next("after the thread was killed");
  IN_CHILD("a thread ends", pthread_create(&thread, NULL, lock, NULL); pthread_join(thread, NULL); next("in the child"));
  next("after the thread has ended");
  IN_CHILD("ends", pthread_mutex_lock(m));
  next("after it has ended");
  IN_CHILD("executes", execl("/proc/self/exe", "again", "x", NULL));
  next("after the executed program was killed");
  IN_CHILD("executes with it held", pthread_mutex_lock(m); execl("/bin/true", "true", NULL));
  next("after an exec");
  return guest_status();
}
