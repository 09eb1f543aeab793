// Every instruction here that touches guest memory may fault; the signal handler then goes on at guest_access_fault.
// All are leaf functions that leave %rsp alone, so that it can return for them.
  .text
  .globl guest_access_begin
guest_access_begin:

  .globl guest_copy
  .type guest_copy, @function
guest_copy:
  mov %rdx, %rcx
  cmp $64, %rdx
  ja 3f
1:
  sub $8, %rcx
  jb 2f
  mov (%rsi), %rax
  mov %rax, (%rdi)
  add $8, %rsi
  add $8, %rdi
  jmp 1b
2:
  add $8, %rcx
  test $4, %cl
  jz 4f
  mov (%rsi), %eax
  mov %eax, (%rdi)
  add $4, %rsi
  add $4, %rdi
4:
  and $3, %ecx
  jz 5f
3:
  rep movsb
5:
  xor %eax, %eax
  ret
  .size guest_copy, . - guest_copy

  .globl guest_copy_bytes
  .type guest_copy_bytes, @function
guest_copy_bytes:
  mov %rdx, %rcx
  rep movsb
  xor %eax, %eax
  ret
  .size guest_copy_bytes, . - guest_copy_bytes

  .globl guest_zero
  .type guest_zero, @function
guest_zero:
  mov %rsi, %rcx
  xor %eax, %eax
  rep stosb
  ret
  .size guest_zero, . - guest_zero

  .globl guest_string_length
  .type guest_string_length, @function
guest_string_length:
  xor %eax, %eax
1:
  cmp %rsi, %rax
  jae 2f
  cmpb $0, (%rdi,%rax)
  je 2f
  inc %rax
  jmp 1b
2:
  ret
  .size guest_string_length, . - guest_string_length

  .globl guest_compare_exchange32
  .type guest_compare_exchange32, @function
guest_compare_exchange32:
  mov (%rsi), %eax
  lock cmpxchg %edx, (%rdi)
  jne 1f
  xor %eax, %eax
  ret
1:
  mov %eax, (%rsi)
  mov $1, %eax
  ret
  .size guest_compare_exchange32, . - guest_compare_exchange32

  // getpid by the 32-bit entry, where the kernel has one: 0; −14 where it is a protection fault.
  .globl probe_interrupt_entry
  .type probe_interrupt_entry, @function
probe_interrupt_entry:
  mov $20, %eax
  int $0x80
  xor %eax, %eax
  ret
  .size probe_interrupt_entry, . - probe_interrupt_entry

  // set_robust_list by the 32-bit entry, for compat_set_robust_list.
register_robust_list:
  mov %edi, %ebx
  mov $12, %ecx
  mov $311, %eax
  int $0x80
  movslq %eax, %rax
  ret

  .globl segment_load_gs
  .type segment_load_gs, @function
segment_load_gs:
  mov %edi, %gs
  xor %eax, %eax
  ret

  .globl segment_load_fs
  .type segment_load_fs, @function
segment_load_fs:
  mov %edi, %fs
  xor %eax, %eax
  ret

  .globl segment_load_data
  .type segment_load_data, @function
segment_load_data:
  mov %edi, %ds
  mov %esi, %es
  xor %eax, %eax
  ret

  .globl fpu_restore
  .type fpu_restore, @function
fpu_restore:
  mov %rsi, %rax
  mov %rsi, %rdx
  shr $32, %rdx
  xrstor64 (%rdi)
  xor %eax, %eax
  ret

  .globl guest_access_end
guest_access_end:
  .globl guest_access_fault
guest_access_fault:
  mov $-14, %rax
  ret

  .globl compat_set_robust_list
  .type compat_set_robust_list, @function
compat_set_robust_list:
  push %rbx
  call register_robust_list
  pop %rbx
  ret
  .size compat_set_robust_list, . - compat_set_robust_list

  .section .note.GNU-stack, "", @progbits
