// The only `syscall` instructions beside the gateway's own.
#include "../include/Gateway.h"

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
  .globl host_call_plain_end
host_call_plain_end:
  ret
  .size host_call, . - host_call

  // From host_call_begin on a noted signal has to keep the call from starting: the test sees one noted before, the
  // signal handler moves %rip on for one that comes up to the instruction. %rcx is 0 until the instruction has run
  // (`syscall` leaves the return address there), which tells the handler a call never begun from one to be restarted.
  .globl host_call_interruptible
  .type host_call_interruptible, @function
host_call_interruptible:
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  mov %r8, %r10
  mov %r9, %r8
  .globl host_call_sixth, host_call_find, host_call_found
host_call_sixth:
  mov 8(%rsp), %r9
  .globl host_call_begin
host_call_begin:
  testl $ATTENTION_SIGNAL, %fs:BLOCK_ATTENTION
  jnz 1f
  xor %ecx, %ecx
  .globl host_call_instruction
host_call_instruction:
  syscall
  .globl host_call_end
host_call_end:
  ret
1:
  mov $RESULT_NOT_STARTED, %rax
  ret

  // Where %fs is the guest's (SegmentBases.swift) a jump to here stands at host_call_sixth, and what is at
  // host_call_found stands at host_call_begin: the block is found by the stack, which is the kernel's before the first
  // guest code only.
host_call_find:
  mov 8(%rsp), %r9
  mov %rsp, %r11
  shr $SLOT_REGION_SHIFT, %r11
  cmp $SLOT_REGION_TAG, %r11
  mov %rsp, %r11
  je 2f
  mov $SLOT_REGION, %r11
2:
  or $(SLOT_SIZE - 1), %r11
  jmp host_call_begin
host_call_found:                        // twelve bytes, as at host_call_begin
  testl $ATTENTION_SIGNAL, (SLOT_BLOCK + BLOCK_ATTENTION - SLOT_SIZE + 1)(%r11)
  nop
  .size host_call_interruptible, . - host_call_interruptible

  // The new thread comes out of the same instruction on its own stack, with every register but %rax and %rsp as here.
  .globl host_spawn
  .type host_spawn, @function
host_spawn:
  push %rbx
  mov 16(%rsp), %rbx
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  mov %r8, %r10
  mov %r9, %r8
  syscall
  test %rax, %rax
  jz 1f
  pop %rbx
  ret
1:
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_thread_started
  mov %rbx, %rdi
  jmp gateway_enter_guest
  .size host_spawn, . - host_spawn

  // Where the host's kernel enters for every signal. It leaves AC as the guest had it, with which the resident's code
  // may not run. NT has to stay, for the kernel's return does not bring it back.
  .globl signal_entry
  .type signal_entry, @function
signal_entry:
  pushfq
  andl $~0x40000, (%rsp)
  popfq
  jmp resident_signal
  .size signal_entry, . - signal_entry

  .globl signal_restorer
  .type signal_restorer, @function
signal_restorer:
  mov $15, %eax
  syscall
  ud2
  .size signal_restorer, . - signal_restorer

  .section .note.GNU-stack, "", @progbits
