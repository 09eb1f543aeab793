// The way of a call from a patched site of 64-bit code that does not go straight on in its trampoline (WideTrampolines.swift).
// The guest's stack is not touched, for there is a red zone below it.
#include "../include/Gateway.h"

  .section .bss.wide_passthrough, "aw", @nobits
  .globl wide_passthrough
  .balign 64
wide_passthrough:
  .zero WIDE_NUMBER_COUNT / 8

  .text
  // %rcx the trampoline; %gs the end of the thread's slot, as the trampoline has seen. All other registers but %r11 are the guest's, and
  // so are the flags. Up to wide_site_entry_end the call has not begun.
  .balign 64
  .globl wide_site_entry
  .type wide_site_entry, @function
wide_site_entry:
  mov %rax, %gs:(BLOCK_AX - GS_DISTANCE)
  mov %eax, %gs:(BLOCK_ORIGINAL_AX - GS_DISTANCE)
  mov %rbx, %gs:(BLOCK_BX - GS_DISTANCE)
  mov %rdx, %gs:(BLOCK_DX - GS_DISTANCE)
  mov %rsi, %gs:(BLOCK_SI - GS_DISTANCE)
  mov %rdi, %gs:(BLOCK_DI - GS_DISTANCE)
  mov %rbp, %gs:(BLOCK_BP - GS_DISTANCE)
  mov %rsp, %gs:(BLOCK_SP - GS_DISTANCE)
  mov %r8, %gs:(BLOCK_R8 - GS_DISTANCE)
  mov %r9, %gs:(BLOCK_R9 - GS_DISTANCE)
  mov %r10, %gs:(BLOCK_R10 - GS_DISTANCE)
  mov %r12, %gs:(BLOCK_R12 - GS_DISTANCE)
  mov %r13, %gs:(BLOCK_R13 - GS_DISTANCE)
  mov %r14, %gs:(BLOCK_R14 - GS_DISTANCE)
  mov %r15, %gs:(BLOCK_R15 - GS_DISTANCE)
  movq $SELECTOR_CODE64, %gs:(BLOCK_CS - GS_DISTANCE)
  movq $SELECTOR_DATA, %gs:(BLOCK_SS - GS_DISTANCE)
  movl $ENTRY_WIDE_SITE, %gs:(BLOCK_ENTRY - GS_DISTANCE)
  lea TRAMPOLINE_LANDING(%rcx), %r11
  mov %r11, %gs:(BLOCK_IP - GS_DISTANCE)
  mov TRAMPOLINE_BEHIND(%rcx), %r11
  mov %r11, %gs:(BLOCK_CX - GS_DISTANCE)
  rdgsbase %r11
  lea (SLOT_STACK_TOP - SLOT_SIZE)(%r11), %rsp
  .globl wide_site_entry_end
wide_site_entry_end:                    // from here a signal is noted
  lea -GS_DISTANCE(%r11), %rbx
  call gateway_save_flags
  mov %r10, BLOCK_R11(%rbx)
  mov %fs, %eax
  rdfsbase %rdx
  mov %eax, BLOCK_FS(%rbx)
  mov %rdx, BLOCK_FS_BASE(%rbx)
  test %eax, %eax
  jnz 2f
1:
  wrfsbase %rbx
  orl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%rbx)
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_wide_site
  cmpl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%rbx)
  .globl wide_site_exit_begin
wide_site_exit_begin:                   // until the jump the guest's state is the frame's
  jne gateway_attend
  cmpl $0, BLOCK_FS(%rbx)
  jne gateway_full_exit
  mov BLOCK_FS_BASE(%rbx), %rdx
  wrfsbase %rdx
  pushq BLOCK_FLAGS(%rbx)
  popfq
  mov BLOCK_AX(%rbx), %rax
  mov BLOCK_CX(%rbx), %rcx
  mov BLOCK_DX(%rbx), %rdx
  mov BLOCK_SI(%rbx), %rsi
  mov BLOCK_DI(%rbx), %rdi
  mov BLOCK_BP(%rbx), %rbp
  mov BLOCK_R8(%rbx), %r8
  mov BLOCK_R9(%rbx), %r9
  mov BLOCK_R10(%rbx), %r10
  mov BLOCK_R11(%rbx), %r11
  mov BLOCK_R12(%rbx), %r12
  mov BLOCK_R13(%rbx), %r13
  mov BLOCK_R14(%rbx), %r14
  mov BLOCK_R15(%rbx), %r15
  mov BLOCK_SP(%rbx), %rsp
  mov BLOCK_BX(%rbx), %rbx
  jmp *%gs:(BLOCK_IP - GS_DISTANCE)
  .globl wide_site_exit_end
wide_site_exit_end:
2:
  xor %eax, %eax                        // a selector of the guest's, which a base written over it would not replace
  mov %eax, %fs
  jmp 1b

  .section .note.GNU-stack, "", @progbits
