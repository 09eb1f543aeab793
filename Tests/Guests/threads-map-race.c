// mmap, munmap and mprotect from several threads at once never hand out the same range twice.
#include "guest.h"
#include <pthread.h>

static void *work(void *argument) {
  long bad = 0;
  unsigned id = (unsigned)(uintptr_t)argument + 1;
  for (int i = 0; i < 500; i++) {
    size_t size = (i % 7 + 1) * 4096;
    unsigned *p = (unsigned *)mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return (void *)-1;
    bad += p[0] != 0;
    p[0] = id, p[size / 4 - 1] = id;
    sched_yield();
    bad += p[0] != id || p[size / 4 - 1] != id;
    mprotect(p, 4096, PROT_READ);
    bad += munmap(p, size) != 0;
  }
  return (void *)bad;
}

int main(void) {
  pthread_t t[5];
  for (int i = 0; i < 5; i++) pthread_create(&t[i], NULL, work, (void *)(uintptr_t)i);
  for (int i = 0; i < 5; i++) {
    void *r;
    pthread_join(t[i], &r);
    SHOW((long)r);
  }
  return guest_status();
}
