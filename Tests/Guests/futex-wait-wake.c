// futex wait, wake, time-outs in both widths, wrong values, absolute bitset waits.
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static uint32_t word;
static volatile int woken;

static void *waiter(void *unused) {
  while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0) kcall(__NR_futex, &word, FUTEX_WAIT, 0, 0);
  __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
  return NULL;
}

int main(void) {
  uint32_t w = 5;
  int32_t short_time[2] = {0, 3000000};
  int64_t long_time[2] = {0, 3000000};
  RAW(kcall(__NR_futex, &w, FUTEX_WAIT, 6, 0));
  RAW(kcall(__NR_futex, &w, FUTEX_WAIT, 5, short_time));
  RAW(kcall(__NR_futex_time64, &w, FUTEX_WAIT_PRIVATE, 5, long_time));
  int64_t at[2];
  kcall(__NR_clock_gettime64, CLOCK_REALTIME, at);
  RAW(kcall(__NR_futex_time64, &w, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, at, 0, 1));
  RAW(kcall(__NR_futex_time64, &w, FUTEX_WAIT_BITSET, 5, at, 0, 0));
  RAW(kcall(__NR_futex, &w, FUTEX_WAKE, 1));
  RAW(kcall(__NR_futex, 16, FUTEX_WAKE, 1));
  RAW(kcall(__NR_futex, 16, FUTEX_WAIT, 1, 0));
  RAW(kcall(__NR_futex, (char *)&w + 1, FUTEX_WAIT, 1, 0));
  RAW(kcall(__NR_futex, &w, 99, 1, 0));
  short_time[1] = 1000000000;
  RAW(kcall(__NR_futex, &w, FUTEX_WAIT, 5, short_time));
  RAW(kcall(__NR_futex, &w, FUTEX_WAIT, 5, 16));
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, waiter, NULL);
  pause_ms(20);
  word = 1;
  kcall(__NR_futex, &word, FUTEX_WAKE, INT_MAX);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  SHOW(woken);
  return guest_status();
}
