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
  // The guest's registers in %eax…%ebp, its stack in %esp; may clobber %r8…%r15 and the flags. A signal that arrives
  // before gateway_entry_end finds the guest's registers still in place (%eax and the flags as the labels say) and is
  // delivered as if it had come before the call.
  .balign 64
  .globl gateway_i386
  .type gateway_i386, @function
  .globl gateway_entry_begin
gateway_entry_begin:
gateway_i386:
  mov %eax, %r8d
  .globl gateway_entry_saved
gateway_entry_saved:                    // from here %eax is in %r8d
  lahf
  seto %al
  mov %eax, %r9d
  .globl gateway_entry_captured
gateway_entry_captured:                 // from here the arithmetic flags are in %r9d
  rdfsbase %r11
  mov %r11, %r10
  shr $SLOT_REGION_SHIFT, %r10
  cmp $SLOT_REGION_TAG, %r10d
  jne gateway_find
1:
  mov %r8d, BLOCK_AX(%r11)
  mov %ebx, BLOCK_BX(%r11)
  mov %ecx, BLOCK_CX(%r11)
  mov %edx, BLOCK_DX(%r11)
  mov %esi, BLOCK_SI(%r11)
  mov %edi, BLOCK_DI(%r11)
  mov %ebp, BLOCK_BP(%r11)
  mov %esp, BLOCK_SP(%r11)
  mov gateway_landing(%rip), %r10d
  mov %r8d, BLOCK_ORIGINAL_AX(%r11)
  mov %r10d, BLOCK_IP(%r11)
  mov %r9d, BLOCK_ARITHMETIC_FLAGS(%r11)
  movl $ENTRY_VSYSCALL, BLOCK_ENTRY(%r11)
  lea (SLOT_STACK_TOP - SLOT_BLOCK)(%r11), %rsp
  .globl gateway_entry_end
gateway_entry_end:                      // from here the frame is whole, and a signal is noted
  pushfq
  pop %r10
  mov %r10d, BLOCK_FLAGS(%r11)
  test $0x44500, %r10d                  // AC, NT, DF, TF
  jnz gateway_special_flags
2:
  mov %ebx, %ebx
  cmp $PASSTHROUGH_COUNT, %r8d
  jae gateway_slow
  lea gateway_passthrough(%rip), %r9
  movzwl (%r9,%r8,2), %eax
  sub $1, %eax
  js gateway_slow
  test $PASSTHROUGH_WATCHED, %eax
  jnz gateway_watched
gateway_pass:
  mov %esi, %r10d
  mov %edi, %r8d
  mov %ebx, %edi
  mov %ecx, %esi
  mov %edx, %edx
  mov %ebp, %r9d
  mov %r11, %rbx
  .globl gateway_call_begin
gateway_call_begin:                     // as host_call_begin
  testl $ATTENTION_SIGNAL, BLOCK_ATTENTION(%rbx)
  jnz 3f
  xor %ecx, %ecx
  .globl gateway_call_instruction
gateway_call_instruction:
  syscall
  .globl gateway_call_end
gateway_call_end:
  mov %eax, BLOCK_AX(%rbx)
  jmp gateway_exit
3:
  mov $RESULT_NOT_STARTED, %eax
  mov %eax, BLOCK_AX(%rbx)
  jmp gateway_exit

  // A call on a descriptor in %ebx that dispatch wants to see where there is a note on the descriptor. Writing to the
  // file that was looked at last goes on as long as its allowance lasts.
gateway_watched:
  cmp $DESCRIPTOR_NOTES_BYTES, %ebx
  jae 7f
  lea descriptor_notes_words(%rip), %r9
  cmpb $0, (%r9,%rbx)
  je 7f
  cmp $(PASSTHROUGH_WATCHED | 1), %eax  // write
  jne gateway_slow
  cmp %ebx, write_allowance_descriptor(%rip)
  jne gateway_slow
  mov write_allowance(%rip), %r9
  mov %edx, %r10d
  sub %r10, %r9
  jb gateway_slow
  mov %r9, write_allowance(%rip)
7:
  and $~PASSTHROUGH_WATCHED, %eax
  jmp gateway_pass

gateway_slow:
  mov %r11, %rbx
  mov %r11, %rdi
  xor %ebp, %ebp
  call resident_dispatch

gateway_exit:
  cmpl $0, BLOCK_ATTENTION(%rbx)
  .globl gateway_exit_begin
gateway_exit_begin:                     // until the far jump the guest's state is the frame's
  jne gateway_attend
  mov BLOCK_ARITHMETIC_FLAGS(%rbx), %eax
  add $0x7f, %al                        // gives back the overflow flag
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

gateway_special_flags:
  push $0x202
  popfq
  orl $ATTENTION_FULL_EXIT, BLOCK_ATTENTION(%r11)
  jmp 2b

  // %fs is the guest's: the thread is found by its id.
  .globl gateway_entry_find
gateway_entry_find:
gateway_find:
  mov %ecx, %r12d
  mov $186, %eax                        // gettid
  syscall
  mov $(SLOT_REGION + SLOT_BLOCK), %r11
4:
  cmp %eax, BLOCK_TID(%r11)
  je 5f
  add $SLOT_SIZE, %r11
  jmp 4b
5:
  mov %fs, %eax
  rdfsbase %r10
  mov %eax, BLOCK_FS(%r11)
  mov %r10, BLOCK_FS_BASE(%r11)
  xor %eax, %eax
  mov %eax, %fs
  wrfsbase %r11
  orl $ATTENTION_SEGMENTS, BLOCK_ATTENTION(%r11)
  mov %r12d, %ecx
  jmp 1b

  // Where a trapped call goes on once the signal handler has returned: block in %rbx, on the resident's stack.
  .globl gateway_trapped
  .type gateway_trapped, @function
gateway_trapped:
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_dispatch
  jmp gateway_full_exit

gateway_attend:
  mov %rbx, %rdi
  xor %ebp, %ebp
  call resident_attend
gateway_full_exit:
  testl $ATTENTION_SIGNAL, BLOCK_ATTENTION(%rbx)
  .globl gateway_full_exit_begin
gateway_full_exit_begin:
  jnz gateway_attend
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
  jne 6f
  wrfsbase %rdx
6:
  mov BLOCK_AX(%rbx), %rax
  mov BLOCK_CX(%rbx), %rcx
  mov BLOCK_DX(%rbx), %rdx
  mov BLOCK_BX(%rbx), %rbx
  iretq
  .globl gateway_full_exit_end
gateway_full_exit_end:

  .globl gateway_enter_guest
  .type gateway_enter_guest, @function
gateway_enter_guest:
  mov %rdi, %rbx
  jmp gateway_full_exit

  .section .note.GNU-stack, "", @progbits
