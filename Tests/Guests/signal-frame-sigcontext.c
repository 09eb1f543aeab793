// The classic frame: the handler reads the registers of the interrupted code and changes them.
#include "guest.h"

static volatile uint32_t seen[6];
static void handler(int number, struct sigcontext context) {
  seen[0] = context.ebx, seen[1] = context.esi, seen[2] = context.edi, seen[3] = context.trapno, seen[4] = context.cs, seen[5] = context.oldmask;
  volatile struct sigcontext *c = &context;
  c->ebx = 0x11111111, c->esi = 0x22222222, c->ecx = 0x33333333;
  c->eip += 2;
}

int main(void) {
  uint32_t b = 0xb0b0b0b0, s = 0x51515151, d = 0xd1d1d1d1, c = 0;
  on_signal(SIGILL, (void *)handler, 0);
  __asm__ volatile("ud2" : "+b"(b), "+S"(s), "+D"(d), "+c"(c)::"memory");
  say("before: %x %x %x trap %u cs %x mask %x\n", seen[0], seen[1], seen[2], seen[3], seen[4], seen[5]);
  say("after: %x %x %x %x\n", b, s, d, c);
  return guest_status();
}
