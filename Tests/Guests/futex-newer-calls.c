// futex_wait, futex_wake, futex_requeue and futex_waitv: values, masks, clocks, time that runs out, bad arguments.
// guest: cflags=-pthread
#include "guest.h"
#include <pthread.h>
#include <sys/syscall.h>

enum { U32 = 2, PRIVATE = 128, WAITV = 449, WAKE = 454, WAIT, REQUEUE };
struct waiter { uint64_t value, address; uint32_t flags, reserved; };
struct when { long long seconds, nanoseconds; };
static volatile uint32_t word[3];
static volatile long results[2];
static void *wait_one(void *p) {
  results[0] = kcall(WAIT, &word[0], 0, 0xffffffff, U32 | PRIVATE, NULL, CLOCK_MONOTONIC);
  return NULL;
}
static void *wait_many(void *p) {
  struct waiter w[3];
  for (int i = 0; i < 3; i++) w[i] = (struct waiter){word[i], (uintptr_t)&word[i], U32 | PRIVATE, 0};
  results[1] = kcall(WAITV, w, 3, 0, NULL, CLOCK_MONOTONIC);
  return NULL;
}
static struct when later(int clock, long nanoseconds) {
  struct timespec now;
  clock_gettime(clock, &now);
  struct when w = {now.tv_sec, now.tv_nsec + nanoseconds};
  if (w.nanoseconds >= 1000000000) w.seconds++, w.nanoseconds -= 1000000000;
  return w;
}
static void wake_until(long number, volatile uint32_t *at, const char *what) {
  long woken;
  while ((woken = kcall(number, at, 0xffffffff, 1, U32 | PRIVATE)) == 0) usleep(1000);
  say("%s: %ld\n", what, woken);
}

int main(void) {
  pthread_t t;
  RAW(kcall(WAIT, &word[0], 1, 0xffffffff, U32 | PRIVATE, NULL, CLOCK_MONOTONIC));
  RAW(kcall(WAIT, &word[0], 0, 0, U32 | PRIVATE, NULL, CLOCK_MONOTONIC));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, 1, NULL, CLOCK_MONOTONIC));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, 0xff, NULL, CLOCK_MONOTONIC));
  RAW(kcall(WAIT, (char *)word + 1, 0, 0xffffffff, U32 | PRIVATE, NULL, CLOCK_MONOTONIC));
  RAW(kcall(WAIT, 8, 0, 0xffffffff, U32 | PRIVATE, NULL, CLOCK_MONOTONIC));
  struct when w = later(CLOCK_MONOTONIC, 3000000), bad = {0, 2000000000}, past = {1, 0};
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32 | PRIVATE, &w, CLOCK_MONOTONIC));
  w = later(CLOCK_REALTIME, 3000000);
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32, &w, CLOCK_REALTIME));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32, &past, CLOCK_REALTIME));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32, &bad, CLOCK_REALTIME));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32, &w, 7));
  RAW(kcall(WAIT, &word[0], 0, 0xffffffff, U32, 8, CLOCK_REALTIME));
  RAW(kcall(WAKE, &word[0], 0xffffffff, 1, U32 | PRIVATE));
  RAW(kcall(WAKE, &word[0], 0, 1, U32 | PRIVATE));
  RAW(kcall(WAKE, &word[0], 0xffffffff, 1, 3));
  RAW(kcall(WAKE, 8, 0xffffffff, 1, U32));
  pthread_create(&t, NULL, wait_one, NULL);
  wake_until(WAKE, &word[0], "woken");
  pthread_join(t, NULL);
  say("waiter %ld\n", results[0]);
  struct waiter v[2] = {{0, (uintptr_t)&word[0], U32 | PRIVATE}, {0, (uintptr_t)&word[1], U32 | PRIVATE}};
  pthread_create(&t, NULL, wait_one, NULL);
  while (kcall(REQUEUE, v, 0, 0, 1) == 0) usleep(1000);
  RAW(kcall(WAKE, &word[0], 0xffffffff, 1, U32 | PRIVATE));
  wake_until(WAKE, &word[1], "woken where it was put");
  pthread_join(t, NULL);
  say("waiter %ld\n", results[0]);
  v[0].value = 5;
  RAW(kcall(REQUEUE, v, 0, 1, 1));
  RAW(kcall(REQUEUE, v, 1, 1, 1));
  RAW(kcall(REQUEUE, v, 0, -1, 1));
  RAW(kcall(REQUEUE, 8, 0, 1, 1));
  v[0].value = 0, v[1].reserved = 1;
  RAW(kcall(REQUEUE, v, 0, 1, 1));
  word[2] = 7;
  pthread_create(&t, NULL, wait_many, NULL);
  wake_until(WAKE, &word[2], "woken of three");
  pthread_join(t, NULL);
  say("the third: %ld\n", results[1]);
  v[1].reserved = 0;
  w = later(CLOCK_MONOTONIC, 3000000);
  RAW(kcall(WAITV, v, 2, 0, &w, CLOCK_MONOTONIC));
  RAW(kcall(WAITV, v, 2, 1, &w, CLOCK_MONOTONIC));
  RAW(kcall(WAITV, v, 0, 0, &w, CLOCK_MONOTONIC));
  RAW(kcall(WAITV, v, 129, 0, &w, CLOCK_MONOTONIC));
  RAW(kcall(WAITV, v, 2, 0, &w, 5));
  RAW(kcall(WAITV, v, 2, 0, &bad, CLOCK_MONOTONIC));
  RAW(kcall(WAITV, 8, 2, 0, NULL, CLOCK_MONOTONIC));
  v[1].address = 0x1234567800000000ull | v[1].address;
  RAW(kcall(WAITV, v, 2, 0, &w, CLOCK_MONOTONIC));
  v[1].value = 9, v[1].address = (uintptr_t)&word[1];
  RAW(kcall(WAITV, v, 2, 0, &w, CLOCK_MONOTONIC));
  return guest_status();
}
