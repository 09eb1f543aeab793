// guest: abi=x86_64 cflags=-O2,-lpthread timeout=60
// 64 threads enter one fresh site at once, while others unmap and make code anew; every call answers.
#include "guest.h"
#include <pthread.h>

typedef int function(void);
static unsigned char *pages;
static pthread_barrier_t barrier;
static int bad;

static void emit(unsigned char *at) {
  // mov $39, %eax; syscall; add $0, %eax; mov $39, %eax; syscall; push %rdx; pop %rdx; lea 0(%rax), %eax; ret
  static const unsigned char code[] = {0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x83, 0xc0, 0, 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x52, 0x5a, 0x8d, 0x40, 0, 0xc3};
  memcpy(at, code, sizeof code);
}

static void *worker(void *argument) {
  int pid = getpid();
  for (int round = 0; round < 10; round++) {
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 50; i++)
      if (((function *)(pages + round * 4096 + 60))() != pid) __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

// One thread makes another page of code writable and executable again, all the time, while the first is called.
static volatile int done;
static void *changer(void *argument) {
  unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  emit(page);
  int pid = getpid();
  while (!done) {
    mprotect(page, 4096, PROT_READ | PROT_EXEC);
    for (int i = 0; i < 10; i++)
      if (((function *)page)() != pid) __atomic_add_fetch(&bad, 1, __ATOMIC_RELAXED);
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
  }
  return NULL;
}

int main(void) {
  pages = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 10; i++) emit(pages + i * 4096 + 60);
  mprotect(pages, 16 * 4096, PROT_READ | PROT_EXEC);
  pthread_t threads[64], other;
  pthread_barrier_init(&barrier, NULL, 64);
  pthread_create(&other, NULL, changer, NULL);
  for (int i = 0; i < 64; i++) pthread_create(&threads[i], NULL, worker, NULL);
  for (int i = 0; i < 64; i++) pthread_join(threads[i], NULL);
  done = 1;
  pthread_join(other, NULL);
  SHOW(bad);
  return guest_status();
}
