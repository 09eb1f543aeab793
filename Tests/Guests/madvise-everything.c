// madvise of a range that goes over the vDSO and what else is there: calls go on as before, in the process and in children.
#include "guest.h"
#include <sys/auxv.h>

int main(void) {
  char *page = mmap((void *)0x40000000, 0x3000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  memset(page, 7, 0x3000);
  // Ways into the kernel that are used often get rewritten.
  for (int i = 0; i < 200; i++) int80(__NR_getppid), kcall(__NR_getppid);
  unsigned long object = getauxval(AT_SYSINFO_EHDR);
  static const int all[] = {MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_DOFORK};
  for (int i = 0; i < 6; i++) {
    say("advice %d\n", all[i]);
    RAW(kcall(__NR_madvise, object, 4096, all[i]));
    CHECK(kcall(__NR_getppid) == getppid());
    RAW(kcall(__NR_madvise, object - 4096, 4096, all[i]) < 0);
    IN_CHILD("child", CHECK(kcall(__NR_getppid) == getppid()));
  }
  // From the lowest mapping of programs' own up to where this one's code begins.
  unsigned long code = (unsigned long)&main & ~0xffffful;
  for (int i = 0; i < 4; i++) {
    RAW(kcall(__NR_madvise, 0x1000000, code > 0x20000000 ? 0x7000000 : code - 0x1000000, all[i]));
    CHECK(int80(__NR_getppid) == getppid());
    IN_CHILD("child", CHECK(int80(__NR_getppid) == getppid()));
  }
  RAW(kcall(__NR_madvise, page, 0x2000, MADV_DONTNEED));
  say("%d %d\n", page[0], page[0x2000]);
  RAW(kcall(__NR_madvise, page + 1, 0x2000, MADV_DONTNEED));
  RAW(kcall(__NR_madvise, page, 0x4000, MADV_DONTNEED));
  say("%d\n", page[0x2000]);
  RAW(kcall(__NR_madvise, page, 0, MADV_DONTNEED));
  RAW(kcall(__NR_madvise, page, 0, 4711));
  RAW(kcall(__NR_madvise, page, -1, MADV_NORMAL));
  return guest_status();
}
