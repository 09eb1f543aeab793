// The x87 and xmm registers in the frame: read and changed by the handler, for both frame kinds.
// guest: cflags=-msse2
#include "guest.h"
#include <ucontext.h>

static struct _fpstate *state;
static void change(struct _fpstate *f) {
  say("cw %lx mxcsr %lx magic %x st0 exponent %x xmm3 %lx\n", f->cw & 0xffff, f->mxcsr, f->magic, f->_st[0].exponent, f->_xmm[3].element[1]);
  f->_xmm[3].element[1] = 0x77777777;
  f->_st[0].exponent = 0x4001;
  f->cw = 0xffff027f;
  f->mxcsr = 0x9f80;
}
static void classic(int number, struct sigcontext c) {
  change(c.fpstate);
  c.eip += 2;
  __asm__ volatile("" ::"m"(c));
}
static void rt(int number, siginfo_t *info, void *context) {
  ucontext_t *u = (ucontext_t *)context;
  change((struct _fpstate *)u->uc_mcontext.fpregs);
  u->uc_mcontext.gregs[REG_EIP] += 2;
}

static void fault(void) {
  uint32_t in[4] = {1, 0xabcdef01, 3, 4}, out[4], mxcsr = 0x1f80, after;
  unsigned short control = 0x37f, control_after;
  long double x = 1.5L, y;
  __asm__ volatile("ldmxcsr %0; fldcw %1; movups %2, %%xmm3; fldt %3; ud2" ::"m"(mxcsr), "m"(control), "m"(in), "m"(x) : "memory");
  __asm__ volatile("movups %%xmm3, %0; fstpt %1; stmxcsr %2; fnstcw %3; ldmxcsr %4; fldcw %5" : "=m"(out), "=m"(y), "=m"(after), "=m"(control_after) : "m"(mxcsr), "m"(control));
  say("xmm3 %x %x st0 %d mxcsr %x cw %x\n", out[0], out[1], (int)y, after, control_after);
}

int main(void) {
  on_signal(SIGILL, (void *)classic, 0);
  fault();
  on_signal(SIGILL, (void *)rt, SA_SIGINFO);
  fault();
  return guest_status();
}
