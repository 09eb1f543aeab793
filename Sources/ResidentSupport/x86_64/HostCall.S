  .text
  .globl host_call
  .type host_call, @function
host_call:
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  mov %r8, %r10
  mov %r9, %r8
  mov 8(%rsp), %r9
  syscall
  ret
  .size host_call, . - host_call
  .section .note.GNU-stack, "", @progbits
