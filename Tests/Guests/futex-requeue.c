// FUTEX_CMP_REQUEUE moves waiters, FUTEX_WAKE_OP changes and wakes, bitsets select.
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static uint32_t a, b = 0;
static volatile int ready, done;

static void *waiter(void *bits) {
  __atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
  long r = kcall(__NR_futex, &a, FUTEX_WAIT_BITSET_PRIVATE, 0, 0, 0, bits);
  if (r == 0) __atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST);
  return NULL;
}

static int settle(int n) {
  for (int i = 0; i < 2000 && done < n; i++) pause_ms(1);
  return done;
}

int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, waiter, (void *)(uintptr_t)(1 << i));
  while (ready < 4) sched_yield();
  pause_ms(50);
  RAW(kcall(__NR_futex, &a, FUTEX_WAKE_BITSET_PRIVATE, 99, 0, 0, 0x10));
  RAW(kcall(__NR_futex, &a, FUTEX_WAKE_BITSET_PRIVATE, 99, 0, 0, 0x2));
  SHOW(settle(1));
  RAW(kcall(__NR_futex, &a, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, &b, 7));
  RAW(kcall(__NR_futex, &a, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, &b, 0));
  SHOW(settle(2));
  RAW(kcall(__NR_futex, &b, FUTEX_WAKE_PRIVATE, 99));
  SHOW(settle(3));
  RAW(kcall(__NR_futex, &b, FUTEX_WAKE_OP_PRIVATE, 1, 1, &a, FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 0)));
  SHOW(settle(4));
  SHOW(a);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  return guest_status();
}
