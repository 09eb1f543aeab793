// A thread that waits for a robust mutex is woken when the owner's process is killed.
#include "guest.h"
#include <pthread.h>

int main(void) {
  pthread_mutex_t *m = (pthread_mutex_t *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST), pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(m, &a);
  int p[2];
  pipe(p);
  pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(m);
    write(p[1], "x", 1);
    pause_ms(50);
    _exit(0);
  }
  char c;
  read(p[0], &c, 1);
  say("%s\n", error_name(pthread_mutex_lock(m)));
  reap(child, "owner");
  return guest_status();
}
