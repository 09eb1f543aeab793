// The kernel's first instruction in the resident, and the memory functions that the compiler calls.
#include "../include/ResidentStart.h"

  .text
  .globl _start
  .type _start, @function
_start:
  xor %ebp, %ebp
  mov %rsp, %rdi
  and $-16, %rsp
  call resident_main
  ud2
  .size _start, . - _start

  // SwiftPM renames an executable target's main to this and links against it.
  .globl Resident_main
Resident_main:
  ud2

  .section .text.memset, "ax", @progbits
  .globl memset
  .type memset, @function
memset:
  mov %rdi, %r8
  mov %esi, %eax
  mov %rdx, %rcx
  rep stosb
  mov %r8, %rax
  ret
  .size memset, . - memset

  .section .text.memmove, "ax", @progbits
  .globl memcpy
  .globl memmove
  .type memcpy, @function
  .type memmove, @function
memcpy:
memmove:
  mov %rdi, %rax
  mov %rdx, %rcx
  mov %rdi, %r8
  sub %rsi, %r8
  cmp %rdx, %r8
  jb 1f
  rep movsb
  ret
1:
  lea -1(%rdi,%rdx), %rdi
  lea -1(%rsi,%rdx), %rsi
  std
  rep movsb
  cld
  ret
  .size memmove, . - memmove

  .section .text.memcmp, "ax", @progbits
  .globl memcmp
  .type memcmp, @function
memcmp:
  xor %eax, %eax
  mov %rdx, %rcx
  test %rcx, %rcx
  jz 1f
  repe cmpsb
  je 1f
  movzbl -1(%rdi), %eax
  movzbl -1(%rsi), %ecx
  sub %ecx, %eax
1:
  ret
  .size memcmp, . - memcmp

  .section .text.strlen, "ax", @progbits
  .globl strlen
  .type strlen, @function
strlen:
  xor %eax, %eax
1:
  cmpb $0, (%rdi,%rax)
  je 2f
  inc %rax
  jmp 1b
2:
  ret
  .size strlen, . - strlen

  .section .note.GNU-stack, "", @progbits
