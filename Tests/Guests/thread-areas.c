// set_thread_area and get_thread_area: three slots, %fs and %gs through them, errors.
#include "guest.h"
#include <asm/ldt.h>

static uint32_t words[4] = {0x11223344, 0x55667788};

int main(void) {
  struct user_desc d, back;
  memset(&d, 0, sizeof d);
  d.entry_number = -1, d.base_addr = (uintptr_t)words, d.limit = 0xfffff, d.seg_32bit = 1, d.limit_in_pages = 1, d.useable = 1;
  RAW(kcall(__NR_set_thread_area, &d));
  say("slot %u\n", d.entry_number);
  unsigned slot = d.entry_number;
  uint32_t value, selector = slot * 8 + 3;
  __asm__ volatile("mov %1, %%fs; mov %%fs:4, %0" : "=r"(value) : "r"(selector));
  say("%x\n", value);
  memset(&back, 0, sizeof back);
  back.entry_number = slot;
  RAW(kcall(__NR_get_thread_area, &back));
  CHECK(back.base_addr == d.base_addr && back.limit == 0xfffff && back.seg_32bit && back.useable && back.limit_in_pages);
  d.base_addr = (uintptr_t)(words + 1);
  RAW(kcall(__NR_set_thread_area, &d));
  __asm__ volatile("mov %1, %%fs; mov %%fs:0, %0" : "=r"(value) : "r"(selector));
  say("%x\n", value);
  struct user_desc e = d;
  e.entry_number = -1;
  RAW(kcall(__NR_set_thread_area, &e));
  say("slot %u\n", e.entry_number);
  e.entry_number = -1;
  RAW(kcall(__NR_set_thread_area, &e));
  e.entry_number = 11;
  RAW(kcall(__NR_set_thread_area, &e));
  RAW(kcall(__NR_get_thread_area, &e));
  RAW(kcall(__NR_set_thread_area, 16));
  IN_CHILD("child", __asm__ volatile("mov %1, %%fs; mov %%fs:0, %0" : "=r"(value) : "r"(selector)); say("%x\n", value));
  // An empty descriptor frees the slot.
  memset(&e, 0, sizeof e);
  e.entry_number = slot, e.read_exec_only = 1, e.seg_not_present = 1;
  __asm__ volatile("mov %0, %%fs" ::"r"(0));
  RAW(kcall(__NR_set_thread_area, &e));
  back.entry_number = slot;
  RAW(kcall(__NR_get_thread_area, &back));
  say("%x %x %d\n", back.base_addr, back.limit, back.seg_not_present);
  e = d, e.entry_number = -1;
  RAW(kcall(__NR_set_thread_area, &e));
  say("slot %u\n", e.entry_number);
  return guest_status();
}
