// Where the kernel starts the released tool. What the quick start leaves goes to the C library's own entry, with stack
// and registers as the kernel gave them.
#include "../include/ToolStart.h"

  .text
  .globl tool_entry
  .type tool_entry, @function
tool_entry:
  xor %ebp, %ebp
  mov %rdx, %rbx
  mov %rsp, %rdi
  sub $TOOL_ROOM, %rsp
  mov %rsp, %rsi
  call tool_quick_start
  add $TOOL_ROOM, %rsp
  mov %rbx, %rdx
  jmp _start
  .size tool_entry, . - tool_entry

  .section .note.GNU-stack, "", @progbits
