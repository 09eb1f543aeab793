// A shared anonymous mapping is common to parent and child, a private one is copied.
#include "guest.h"

int main(void) {
  volatile int *shared = (int *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  volatile int *own = (int *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  static volatile int global = 1;
  *own = 1;
  IN_CHILD("child", *shared = 42; *own = 2; global = 3);
  say("%d %d %d\n", *shared, *own, global);
  char *forgotten = (char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *forgotten = 'f';
  CALL(madvise(forgotten, 4096, MADV_WIPEONFORK));
  char *absent = (char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CALL(madvise(absent, 4096, MADV_DONTFORK));
  IN_CHILD("wiped", SHOW(*forgotten));
  IN_CHILD("not mapped", SHOW(*(volatile char *)absent));
  return guest_status();
}
