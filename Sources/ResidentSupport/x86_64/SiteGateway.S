// The way of a call from a patched site. It is gateway_i386's, but for where the guest goes on: %r12d brings that along, so
// nothing is put on the guest's stack, and a call that moves or frees the stack is as safe as at a bare `int $0x80`.
#include "../include/Gateway.h"
#include "../include/Storage.h"

  .text
  // As gateway_i386, with its labels by the same names; %r12d is kept over the host's call, %r11 takes its part.
  .balign 64
  .skip 32
  .globl site_gateway
  .type site_gateway, @function
  .globl site_entry_begin
site_entry_begin:
site_gateway:
  mov %eax, %r13d
  .globl site_entry_saved
site_entry_saved:
  lahf
  seto %al
  mov %eax, %r14d
  .globl site_entry_captured
site_entry_captured:
  rdfsbase %r15
  mov %r15, %r11
  shr $SLOT_REGION_SHIFT, %r11
  cmp $SLOT_REGION_TAG, %r11d
  jne site_foreign
site_found:
  cmp $PASSTHROUGH_COUNT, %r13d
  jae site_slow
  lea gateway_passthrough(%rip), %r9
  movswl (%r9,%r13,2), %eax
  sub $1, %eax
  js site_unsettled
site_pass:
  mov %edi, %r8d
  mov %esi, %r10d
  mov %ecx, %esi
  .globl site_entry_moved_si
site_entry_moved_si:
  mov %ebx, %edi
  .globl site_entry_moved_di
site_entry_moved_di:
  mov %edx, %edx
  mov %ebp, %r9d
  mov %ecx, %ecx
  .globl site_call_instruction
site_call_instruction:
  syscall
  .globl site_call_end
site_call_end:
  cmpl $0, BLOCK_ATTENTION(%r15)
  .globl site_pass_exit_begin
site_pass_exit_begin:
  jne site_pass_attend
  mov %eax, %r11d
  .globl site_pass_exit_kept
site_pass_exit_kept:
  mov %r12d, BLOCK_LANDING(%r15)
  mov %r14d, %eax
  add $0x7f, %al
  sahf
  mov %esi, %ecx
  .globl site_pass_exit_moved_cx
site_pass_exit_moved_cx:
  mov %r10d, %esi
  mov %r8d, %edi
  mov %r11d, %eax
  ljmpl *BLOCK_LANDING(%r15)
  .globl site_pass_exit_end
site_pass_exit_end:

  .macro save_site_frame cx, si, di
  mov %ebx, BLOCK_BX(%r15)
  mov \cx, BLOCK_CX(%r15)
  mov %edx, BLOCK_DX(%r15)
  mov \si, BLOCK_SI(%r15)
  mov \di, BLOCK_DI(%r15)
  mov %ebp, BLOCK_BP(%r15)
  mov %esp, BLOCK_SP(%r15)
  mov %r12d, BLOCK_IP(%r15)
  mov %r13d, BLOCK_ORIGINAL_AX(%r15)
  mov %r14d, BLOCK_ARITHMETIC_FLAGS(%r15)
  movl $ENTRY_VSYSCALL, BLOCK_ENTRY(%r15)
  .endm

site_pass_attend:
  mov %eax, BLOCK_AX(%r15)
  save_site_frame %esi, %r10d, %r8d
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%r15), %rsp
  mov %r15, %rbx
  call gateway_save_flags
  jmp gateway_attend

  .globl site_entry_aside
site_entry_aside:
site_foreign:
  jmp site_find
site_unsettled:
  cmp $-1, %eax
  jne site_watched

site_slow:
  mov %r13d, BLOCK_AX(%r15)
  save_site_frame %ecx, %esi, %edi
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%r15), %rsp
  .globl site_entry_end
site_entry_end:
  mov %r15, %rbx
  call gateway_save_flags
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_dispatch
  cmpl $0, BLOCK_ATTENTION(%rbx)
  .globl site_exit_begin
site_exit_begin:
  jne gateway_attend
  mov %rbx, %r15
  mov BLOCK_IP(%rbx), %eax
  mov %eax, BLOCK_LANDING(%rbx)
  mov BLOCK_ARITHMETIC_FLAGS(%rbx), %eax
  add $0x7f, %al
  sahf
  mov BLOCK_AX(%rbx), %eax
  mov BLOCK_CX(%rbx), %ecx
  mov BLOCK_DX(%rbx), %edx
  mov BLOCK_SI(%rbx), %esi
  mov BLOCK_DI(%rbx), %edi
  mov BLOCK_BP(%rbx), %ebp
  mov BLOCK_SP(%rbx), %esp
  mov BLOCK_BX(%rbx), %ebx
  ljmpl *BLOCK_LANDING(%r15)
  .globl site_exit_end
site_exit_end:

  .globl site_entry_far
site_entry_far:
site_watched:
  and $(PASSTHROUGH_WATCHED - 1), %eax
  mov %ebx, %r11d
  cmp $DESCRIPTOR_NOTES_BYTES, %r11d
  jae site_pass
  lea descriptor_notes_words(%rip), %r9
  cmpb $0, (%r9,%r11)
  je site_pass
  cmp $1, %eax                          // write
  jne site_slow
  cmp %ebx, write_allowance_descriptor(%rip)
  jne site_slow
  mov write_allowance(%rip), %r9
  mov %edx, %r11d
  sub %r11, %r9
  jb site_slow
  mov %r9, write_allowance(%rip)
  jmp site_pass

  .globl site_find, site_take, site_taken
site_find:
  mov %ecx, %r10d
  .globl site_entry_found_cx
site_entry_found_cx:                    // from here to site_entry_find_end %ecx is in %r10d
  mov $186, %eax                        // gettid
  syscall
  mov $(SLOT_REGION + SLOT_BLOCK), %r15
4:
  cmp %eax, BLOCK_TID(%r15)
  je 5f
  add $SLOT_SIZE, %r15
  jmp 4b
5:
site_take:
  mov %fs, %eax
  rdfsbase %r9
  mov %eax, BLOCK_FS(%r15)
  mov %r9, BLOCK_FS_BASE(%r15)
  xor %eax, %eax
  mov %eax, %fs
  wrfsbase %r15
  orl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%r15)
site_taken:
  mov %r10d, %ecx
  .globl site_entry_find_end
site_entry_find_end:
  jmp site_found
  .globl site_entry_far_end
site_entry_far_end:

  // Where a call that trapped at a site goes on: as gateway_trapped, but the site is looked at first.
  .globl site_trapped
  .type site_trapped, @function
site_trapped:
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_site_trapped
  jmp gateway_full_exit

  .section .note.GNU-stack, "", @progbits
