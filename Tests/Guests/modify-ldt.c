// modify_ldt: write, read, an LDT selector in %fs, old and new formats, errors, inheritance by fork.
#include "guest.h"
#include <asm/ldt.h>

static uint32_t words[2] = {0xcafe0001, 0xcafe0002};

int main(void) {
  char table[64];
  struct user_desc d;
  uint32_t value;
  RAW(kcall(__NR_modify_ldt, 0, table, sizeof table));
  memset(&d, 0, sizeof d);
  d.entry_number = 3, d.base_addr = (uintptr_t)words, d.limit = 7, d.seg_32bit = 1, d.useable = 1;
  RAW(kcall(__NR_modify_ldt, 0x11, &d, sizeof d));
  __asm__ volatile("mov %1, %%fs; mov %%fs:4, %0; mov %2, %%fs" : "=&r"(value) : "r"(3 * 8 + 7), "r"(0));
  say("%x\n", value);
  long n = kcall(__NR_modify_ldt, 0, table, sizeof table);
  say("%ld entry %02x%02x access %02x\n", n, (unsigned char)table[24], (unsigned char)table[25], (unsigned char)table[29]);
  IN_CHILD("child", __asm__ volatile("mov %1, %%fs; mov %%fs:0, %0; mov %2, %%fs" : "=&r"(value) : "r"(3 * 8 + 7), "r"(0)); say("%x\n", value));
  d.entry_number = 8192;
  RAW(kcall(__NR_modify_ldt, 1, &d, sizeof d));
  d.entry_number = 4, d.contents = 3;
  RAW(kcall(__NR_modify_ldt, 1, &d, sizeof d));
  RAW(kcall(__NR_modify_ldt, 1, &d, 4));
  RAW(kcall(__NR_modify_ldt, 1, 16, sizeof d));
  RAW(kcall(__NR_modify_ldt, 77, &d, sizeof d));
  RAW(kcall(__NR_modify_ldt, 2, table, 8));
  return guest_status();
}
