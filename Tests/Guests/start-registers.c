// At the first instruction: registers zero, flags, selectors, the stack aligned, argc on top.
// guest: link=static cflags=-nostartfiles
#include "guest.h"

uint32_t start_registers[8], start_flags, start_segments[6];
__asm__(
    ".globl _start\n_start:\n"
    "  mov %eax, start_registers\n  mov %ebx, start_registers+4\n  mov %ecx, start_registers+8\n  mov %edx, start_registers+12\n"
    "  mov %esi, start_registers+16\n  mov %edi, start_registers+20\n  mov %ebp, start_registers+24\n  mov %esp, start_registers+28\n"
    "  pushf\n  pop start_flags\n"
    "  mov %cs, start_segments\n  mov %ds, start_segments+4\n  mov %es, start_segments+8\n"
    "  mov %fs, start_segments+12\n  mov %gs, start_segments+16\n  mov %ss, start_segments+20\n"
    "  mov %esp, %ecx\n  and $-16, %esp\n  push %ecx\n  push %ecx\n  push %ecx\n  push %ecx\n  call begin\n");

static void number(const char *what, uint32_t value) {
  char text[64], digits[9];
  int n = 0, d = 0;
  while (what[n]) text[n] = what[n], n++;
  do digits[d++] = "0123456789abcdef"[value & 15], value >>= 4;
  while (value);
  while (d) text[n++] = digits[--d];
  text[n++] = '\n';
  int80(__NR_write, 1, text, n);
}

void begin(uint32_t *stack) {
  static const char *names[] = {"eax ", "ebx ", "ecx ", "edx ", "esi ", "edi ", "ebp "};
  for (int i = 0; i < 7; i++) number(names[i], start_registers[i]);
  number("esp & 15: ", start_registers[7] & 15);
  number("flags ", start_flags);
  static const char *segments[] = {"cs ", "ds ", "es ", "fs ", "gs ", "ss "};
  for (int i = 0; i < 6; i++) number(segments[i], start_segments[i] & 0xffff);
  number("argc ", stack[0]);
  unsigned short control;
  uint32_t mxcsr;
  __asm__ volatile("fnstcw %0; stmxcsr %1" : "=m"(control), "=m"(mxcsr));
  number("x87 control ", control);
  number("mxcsr ", mxcsr);
  int80(__NR_exit, 0);
}
