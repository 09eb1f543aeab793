// Reading segment registers and their bases, and the vector state: what Swift cannot say and what cannot fault.

  .text
  .globl segment_read_gs
segment_read_gs:
  mov %gs, %eax
  ret
  .globl segment_read_fs
segment_read_fs:
  mov %fs, %eax
  ret
  .globl segment_read_ds
segment_read_ds:
  mov %ds, %eax
  ret
  .globl segment_read_es
segment_read_es:
  mov %es, %eax
  ret
  .globl segment_read_gs_base
segment_read_gs_base:
  rdgsbase %rax
  ret
  .globl segment_read_fs_base
segment_read_fs_base:
  rdfsbase %rax
  ret
  .globl segment_write_gs_base
segment_write_gs_base:
  wrgsbase %rdi
  ret
  .globl segment_write_fs_base
segment_write_fs_base:
  wrfsbase %rdi
  ret

  .globl fpu_save
  .type fpu_save, @function
fpu_save:
  mov %rsi, %rax
  mov %rsi, %rdx
  shr $32, %rdx
  xsave64 (%rdi)
  ret

  .globl fpu_enabled_components
fpu_enabled_components:
  xor %ecx, %ecx
  xgetbv
  shl $32, %rdx
  or %rdx, %rax
  ret

  // struct cpuid_result comes back in %rax:%rdx.
  .globl fpu_cpuid
fpu_cpuid:
  push %rbx
  mov %edi, %eax
  mov %esi, %ecx
  cpuid
  shl $32, %rbx
  mov %eax, %eax
  or %rbx, %rax
  shl $32, %rdx
  mov %ecx, %ecx
  or %rcx, %rdx
  pop %rbx
  ret

  .section .note.GNU-stack, "", @progbits
