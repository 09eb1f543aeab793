// The way of an i386 call: far jump in, frame saved, straight on or through the dispatcher, far jump out.
#include "../include/Gateway.h"
#include "../include/Storage.h"

  .section .data.gateway_landing, "aw", @progbits
  .globl gateway_landing
  .balign 8
gateway_landing:
  .long 0
  .word SELECTOR_CODE32
  .word 0

  .section .bss.gateway_passthrough, "aw", @nobits
  .globl gateway_passthrough
  .balign 64
gateway_passthrough:
  .zero 2 * PASSTHROUGH_COUNT

  .section .bss.write_allowance, "aw", @nobits
  .globl write_allowance, write_allowance_descriptor
  .balign 64
write_allowance:
  .zero 8
write_allowance_descriptor:
  .zero 4

  .text
  // The guest's registers in %eax…%ebp, its stack in %esp; may clobber %r8…%r15 and the flags. A call that goes
  // straight on never touches the block: the kernel keeps the argument registers, so the guest's registers are in them,
  // and where each is follows from the instruction. Interruption.swift knows these places: a signal before the
  // `syscall` is delivered as if it had come before the call, one after gateway_pass_exit_begin as if the guest had
  // gone on.
  //
  // %r15 block, %r13d the call's number, %r14 the arithmetic flags as `lahf` and `seto` give them.
  //
  // Where the code lies in the lines of the instruction cache decides whether a call costs 1.02 or 1.3 times the
  // kernel's own on the processor it was measured on (Zen 4): 16 and 32 bytes after the start of a line are the good
  // places, 0 and 48 the bad ones, whichever line it is. Measure (`make bench`) after each change of the length of what
  // follows.
  .balign 64
  .skip 32
  .globl gateway_i386
  .type gateway_i386, @function
  .globl gateway_entry_begin
gateway_entry_begin:
gateway_i386:
  mov %eax, %r13d
  .globl gateway_entry_saved
gateway_entry_saved:                    // from here %eax is in %r13d
  lahf
  seto %al
  mov %eax, %r14d
  .globl gateway_entry_captured
gateway_entry_captured:                 // from here the arithmetic flags are in %r14d
  rdfsbase %r15
  mov %r15, %r12
  shr $SLOT_REGION_SHIFT, %r12
  cmp $SLOT_REGION_TAG, %r12d
  jne gateway_foreign
gateway_found:
  cmp $PASSTHROUGH_COUNT, %r13d
  jae gateway_slow
  lea gateway_passthrough(%rip), %r9
  movswl (%r9,%r13,2), %eax
  sub $1, %eax
  js gateway_unsettled
gateway_pass:
  mov %edi, %r8d
  mov %esi, %r10d
  mov %ecx, %esi
  .globl gateway_entry_moved_si
gateway_entry_moved_si:                 // from here %esi is in %r10d
  mov %ebx, %edi
  .globl gateway_entry_moved_di
gateway_entry_moved_di:                 // from here %edi is in %r8d
  mov %edx, %edx
  mov %ebp, %r9d
  mov %ecx, %ecx                        // below 4 GiB, so that it is not what `syscall` leaves there
  .globl gateway_call_instruction
gateway_call_instruction:
  syscall
  .globl gateway_call_end
gateway_call_end:                       // %eax the result, %ecx in %esi, %esi in %r10d, %edi in %r8d
  cmpl $0, BLOCK_ATTENTION(%r15)
  .globl gateway_pass_exit_begin
gateway_pass_exit_begin:
  jne gateway_pass_attend
  mov %eax, %r12d
  .globl gateway_pass_exit_kept
gateway_pass_exit_kept:                 // from here the result is in %r12d
  mov %r14d, %eax
  add $0x7f, %al                        // gives back the overflow flag
  sahf
  mov %esi, %ecx
  .globl gateway_pass_exit_moved_cx
gateway_pass_exit_moved_cx:             // from here %ecx is in place
  mov %r10d, %esi
  mov %r8d, %edi
  mov %r12d, %eax
  ljmpl *gateway_landing(%rip)
  .globl gateway_pass_exit_end
gateway_pass_exit_end:

  // The frame's part that is the same for a call that begins and for one that has been made.
  .macro save_frame cx, si, di
  mov %ebx, BLOCK_BX(%r15)
  mov \cx, BLOCK_CX(%r15)
  mov %edx, BLOCK_DX(%r15)
  mov \si, BLOCK_SI(%r15)
  mov \di, BLOCK_DI(%r15)
  mov %ebp, BLOCK_BP(%r15)
  mov %esp, BLOCK_SP(%r15)
  mov gateway_landing(%rip), %r12d
  mov %r12d, BLOCK_IP(%r15)
  mov %r13d, BLOCK_ORIGINAL_AX(%r15)
  mov %r14d, BLOCK_ARITHMETIC_FLAGS(%r15)
  movl $ENTRY_VSYSCALL, BLOCK_ENTRY(%r15)
  .endm

gateway_pass_attend:
  mov %eax, BLOCK_AX(%r15)
  save_frame %esi, %r10d, %r8d
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%r15), %rsp
  mov %r15, %rbx
  call gateway_save_flags
  jmp gateway_attend

  .globl gateway_entry_aside
gateway_entry_aside:                    // until gateway_entry_end: as before gateway_pass
gateway_foreign:
  jmp gateway_find
gateway_unsettled:
  cmp $-1, %eax
  jne gateway_watched

gateway_slow:
  mov %r13d, BLOCK_AX(%r15)
  save_frame %ecx, %esi, %edi
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%r15), %rsp
  .globl gateway_entry_end
gateway_entry_end:                      // from here the frame is whole but for its flags, and a signal is noted
  mov %r15, %rbx
  call gateway_save_flags
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_dispatch

gateway_exit:
  cmpl $0, BLOCK_ATTENTION(%rbx)
  .globl gateway_exit_begin
gateway_exit_begin:                     // until the far jump the guest's state is the frame's
  jne gateway_attend
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
  ljmpl *gateway_landing(%rip)
  .globl gateway_exit_end
gateway_exit_end:

  // The flags that are not arithmetic: nothing in a call that goes straight on changes them, and `pushfq` costs as much
  // as the rest of its entry. Block in %rbx.
  .globl gateway_save_flags
gateway_save_flags:
  pushfq
  pop %r10
  mov %r10d, BLOCK_FLAGS(%rbx)
  test $0x44500, %r10d                  // AC, NT, DF, TF
  jnz 8f
  ret
8:
  push $0x202
  popfq
  orl $ATTENTION_FULL_EXIT, BLOCK_ATTENTION(%rbx)
  ret

  .globl gateway_entry_far
gateway_entry_far:                      // until gateway_entry_far_end: as before gateway_pass

  // A call on a descriptor in %ebx that dispatch wants to see where there is a note on the descriptor. Writing to the
  // file that was looked at last goes on as long as its allowance lasts.
gateway_watched:
  and $(PASSTHROUGH_WATCHED - 1), %eax
  mov %ebx, %r12d
  cmp $DESCRIPTOR_NOTES_BYTES, %r12d
  jae gateway_pass
  lea descriptor_notes_words(%rip), %r9
  cmpb $0, (%r9,%r12)
  je gateway_pass
  cmp $1, %eax                          // write
  jne gateway_slow
  cmp %ebx, write_allowance_descriptor(%rip)
  jne gateway_slow
  mov write_allowance(%rip), %r9
  mov %edx, %r12d
  sub %r12, %r9
  jb gateway_slow
  mov %r9, write_allowance(%rip)
  jmp gateway_pass

  // %fs is the guest's: the thread is found by its id.
  .globl gateway_find, gateway_take, gateway_taken
gateway_find:
  mov %ecx, %r12d
  .globl gateway_entry_found_cx
gateway_entry_found_cx:                 // from here to gateway_entry_find_end %ecx is in %r12d
  mov $186, %eax                        // gettid
  syscall
  mov $(SLOT_REGION + SLOT_BLOCK), %r15
4:
  cmp %eax, BLOCK_TID(%r15)
  je 5f
  add $SLOT_SIZE, %r15
  jmp 4b
5:
gateway_take:
  mov %fs, %eax
  rdfsbase %r9
  mov %eax, BLOCK_FS(%r15)
  mov %r9, BLOCK_FS_BASE(%r15)
  xor %eax, %eax
  mov %eax, %fs
  wrfsbase %r15
  orl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%r15)
gateway_taken:
  mov %r12d, %ecx
  .globl gateway_entry_find_end
gateway_entry_find_end:
  jmp gateway_found
  .globl gateway_entry_far_end
gateway_entry_far_end:

  // Where a trapped call goes on once the signal handler has returned: block in %rbx, on the resident's stack.
  .globl gateway_trapped
  .type gateway_trapped, @function
gateway_trapped:
  push $0x202                           // NT may still be the guest's
  popfq
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_dispatch
  jmp gateway_full_exit

  .globl gateway_attend
gateway_attend:
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_attend
  .globl gateway_full_exit
gateway_full_exit:
  testl $ATTENTION_SIGNAL, BLOCK_ATTENTION(%rbx)
  .globl gateway_full_exit_begin
gateway_full_exit_begin:
  jnz gateway_attend
  testb $4, BLOCK_SS(%rbx)
  jnz gateway_leave
  andl $~ATTENTION_FULL_EXIT, BLOCK_ATTENTION(%rbx)
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%rbx), %rsp
  pushq BLOCK_SS(%rbx)
  pushq BLOCK_SP(%rbx)
  pushq BLOCK_FLAGS(%rbx)
  pushq BLOCK_CS(%rbx)
  pushq BLOCK_IP(%rbx)
  mov BLOCK_R8(%rbx), %r8
  mov BLOCK_R9(%rbx), %r9
  mov BLOCK_R10(%rbx), %r10
  mov BLOCK_R11(%rbx), %r11
  mov BLOCK_R12(%rbx), %r12
  mov BLOCK_R13(%rbx), %r13
  mov BLOCK_R14(%rbx), %r14
  mov BLOCK_R15(%rbx), %r15
  mov BLOCK_SI(%rbx), %rsi
  mov BLOCK_DI(%rbx), %rdi
  mov BLOCK_BP(%rbx), %rbp
  testl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%rbx)
  jz 6f
  mov BLOCK_FS(%rbx), %ecx
  mov BLOCK_FS_BASE(%rbx), %rdx
  mov %ecx, %fs
  cmp $SELECTOR_DATA, %ecx
  je 7f
  test %ecx, %ecx
  jnz 6f
  cmpw $SELECTOR_CODE64, BLOCK_CS(%rbx) // 64-bit code has a base without a selector
  jne 6f
7:
  wrfsbase %rdx
6:
  mov BLOCK_AX(%rbx), %rax
  mov BLOCK_CX(%rbx), %rcx
  mov BLOCK_DX(%rbx), %rdx
  mov BLOCK_BX(%rbx), %rbx
  iretq
  .globl gateway_full_exit_end
gateway_full_exit_end:

  // `iretq` to a stack segment of the local table would load half of %esp if it has 16 bits: only the kernel can.
gateway_leave:
  mov %rbx, %rdi
  call resident_leave
  jmp gateway_full_exit

  .globl gateway_enter_guest
  .type gateway_enter_guest, @function
gateway_enter_guest:
  mov %rdi, %rbx
  jmp gateway_full_exit

  .section .note.GNU-stack, "", @progbits
