// The selector that the C library loads into %gs is the GDT slot that set_thread_area gave.
#include "guest.h"

int main(void) {
  uint32_t gs;
  __asm__ volatile("mov %%gs, %0" : "=r"(gs));
  say("gs %x\n", gs);
  return guest_status();
}
