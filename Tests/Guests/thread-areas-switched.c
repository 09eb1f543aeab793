// %fs and its base survive calls, signals and being switched out, in several threads at once.
#include "guest.h"
#include <asm/ldt.h>
#include <pthread.h>

static volatile int signals;
static void handler(int number) { signals++; }

static void *work(void *argument) {
  uint32_t own = 0x1000 + (uint32_t)(uintptr_t)argument, value, bad = 0;
  struct user_desc d;
  memset(&d, 0, sizeof d);
  d.entry_number = -1, d.base_addr = (uintptr_t)&own, d.limit = 0xfffff, d.seg_32bit = 1, d.limit_in_pages = 1, d.useable = 1;
  if (kcall(__NR_set_thread_area, &d)) return (void *)-1;
  __asm__ volatile("mov %0, %%fs" ::"r"(d.entry_number * 8 + 3));
  for (int i = 0; i < 20000; i++) {
    if (i % 100 == 0) kcall(__NR_sched_yield);
    if (i % 1000 == 0) pthread_kill(pthread_self(), SIGUSR1);
    __asm__ volatile("mov %%fs:0, %0" : "=r"(value));
    bad += value != own;
  }
  return (void *)(uintptr_t)bad;
}

int main(void) {
  on_signal(SIGUSR1, (void *)handler, SA_RESTART);
  pthread_t t[6];
  for (int i = 0; i < 6; i++) pthread_create(&t[i], NULL, work, (void *)(uintptr_t)i);
  for (int i = 0; i < 6; i++) {
    void *bad;
    pthread_join(t[i], &bad);
    SHOW((long)bad);
  }
  return guest_status();
}
