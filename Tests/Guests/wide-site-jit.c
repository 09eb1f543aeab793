// guest: abi=x86_64 cflags=-O2 timeout=60
// 64-bit code that is written, called, rewritten, freed and made again at the same address; code that changes its page's
// protection, code in pages that stay writable, code that was moved, and a mapping put where trampolines may be.
#include "guest.h"

typedef int function(void);

// mov $number, %eax; syscall; add $more, %eax; ret
static void emit(unsigned char *at, int number, int more) {
  unsigned char code[] = {0xb8, 0, 0, 0, 0, 0x0f, 0x05, 0x83, 0xc0, more, 0xc3};
  memcpy(code + 1, &number, 4);
  memcpy(at, code, sizeof code);
}

static int call_often(void *code) {
  int result = 0;
  for (int i = 0; i < 5; i++) result = ((function *)code)();
  return result;
}

int main(void) {
  int pid = getpid(), group = getpgrp(), bad = 0;
  void *place = mmap(NULL, 0x2000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 40; i++) {
    mprotect(place, 0x2000, PROT_READ | PROT_WRITE);
    unsigned char *old = (unsigned char *)place + 5;
    if (i) bad += old[0] != 0x0f || old[1] != 0x05 || old[2] != 0x83;
    emit(place, i & 1 ? __NR_getpid : __NR_getpgrp, i);
    mprotect(place, 0x2000, PROT_READ | PROT_EXEC);
    bad += call_often(place) != (i & 1 ? pid : group) + i;
  }
  SHOW(bad);
  for (int i = 0; i < 20; i++) {
    munmap(place, 0x2000);
    void *again = mmap(place, 0x2000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    bad += again != place;
    emit(place + (i & 3), __NR_getpid, i);
    mprotect(place, 0x2000, PROT_EXEC | PROT_READ);
    bad += call_often(place + (i & 3)) != pid + i;
  }
  SHOW(bad);
  // Moved to another address, and a new page put over the old one.
  void *elsewhere = mmap(NULL, 0x2000, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  bad += mremap(place, 0x2000, 0x2000, MREMAP_MAYMOVE | MREMAP_FIXED, elsewhere) != elsewhere;
  bad += call_often(elsewhere + 3) != pid + 19;
  SHOW(bad);
  // Pages that are writable and executable, rewritten without a word to the kernel.
  unsigned char *both = mmap(NULL, 0x1000, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 40; i++) {
    emit(both, i & 1 ? __NR_getpid : __NR_getpgrp, i);
    bad += call_often(both) != (i & 1 ? pid : group) + i;
  }
  SHOW(bad);
  // A file mapped shared for execution: the file is never changed.
  int fd = open("code", O_RDWR | O_CREAT, 0700);
  unsigned char text[4096] = {0}, back[4096];
  emit(text, __NR_getpid, 1);
  pwrite(fd, text, sizeof text, 0);
  void *shared = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  void *own = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  bad += call_often(shared) != pid + 1;
  bad += call_often(own) != pid + 1;
  pread(fd, back, sizeof back, 0);
  bad += memcmp(text, back, sizeof text) != 0;
  madvise(own, 4096, MADV_DONTNEED);
  bad += call_often(own) != pid + 1;
  SHOW(bad);
  // At many addresses, low ones among them, and each again with other code.
  uintptr_t bases[] = {0x10000000, 0x7f000000, 0x100000000, 0x3000000000, 0x600000000000};
  for (int i = 0; i < 5; i++)
    for (int round = 0; round < 6; round++) {
      unsigned char *page = mmap((void *)bases[i], 0x3000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
      for (int at = 0; at < 0x2000; at += 0x555) emit(page + at, __NR_getpid, round + at / 0x555);
      mprotect(page, 0x3000, PROT_READ | PROT_EXEC);
      for (int at = 0; at < 0x2000; at += 0x555) bad += call_often(page + at) != pid + round + at / 0x555;
    }
  SHOW(bad);
  // What lies some way below the code may be mapped over; the code goes on.
  unsigned char *low = (unsigned char *)0x3000000000 - 0x80000000;
  for (int i = 0; i < 40; i++) {
    void *taken = mmap(low + 0x3000000 * i, 0x3000000, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
    bad += taken == MAP_FAILED;
    bad += call_often((void *)bases[3]) != pid + 5;
  }
  SHOW(bad);
  // The same where nothing must be in the way.
  low = (unsigned char *)0x600000000000 - 0x80000000;
  for (int i = 0; i < 40; i++) {
    void *taken = mmap(low + 0x3000000 * i, 0x3000000, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE | MAP_NORESERVE, -1, 0);
    bad += taken != low + 0x3000000 * i;
    bad += call_often((void *)bases[4]) != pid + 5;
  }
  SHOW(bad);
  return guest_status();
}
