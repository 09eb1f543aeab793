// The i386 vDSO as the guest sees it: an ELF32 shared object written by hand, since one package builds one
// architecture. Every number in its headers is a difference of labels. The loader copies it below 4 GiB and fills the
// two words that hold absolute addresses (vdso32_far_target, vdso32_gateway).
#include "../include/Gateway.h"
#include "VDSOImage.h"

#define V(label) ((label) - vdso32_begin)

  .section .rodata.vdso32, "a", @progbits
  .balign 4096
  .globl vdso32_begin
vdso32_begin:
.Limage:
  // ELF header
  .byte 0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
  .word 3, 3                            // ET_DYN, EM_386
  .long 1, V(vdso32_vsyscall), V(.Lphdr), V(.Lshdr), 0
  .word 52, 32, 4, 40, 10, 9
.Lphdr:
  .long 1, 0, 0, 0, V(.Lend), V(.Lend), 5, 0x1000                                     // PT_LOAD
  .long 2, V(.Ldynamic), V(.Ldynamic), V(.Ldynamic), .Ldynamic_end - .Ldynamic, .Ldynamic_end - .Ldynamic, 4, 4
  .long 4, V(.Lnote), V(.Lnote), V(.Lnote), .Lnote_end - .Lnote, .Lnote_end - .Lnote, 4, 4
  .long 0x6474e550, V(.Leh_hdr), V(.Leh_hdr), V(.Leh_hdr), .Leh_hdr_end - .Leh_hdr, .Leh_hdr_end - .Leh_hdr, 4, 4

  .balign 4
.Lsymbols:
  .zero 16
  symbol .Ls_vsyscall, vdso32_vsyscall, .Lvsyscall_end
  symbol .Ls_sigreturn, vdso32_sigreturn, .Lsigreturn_end
  symbol .Ls_rt_sigreturn, vdso32_rt_sigreturn, .Lrt_sigreturn_end
  symbol .Ls_clock_gettime, .Lclock_gettime, .Lclock_gettime_end
  symbol .Ls_clock_gettime64, .Lclock_gettime64, .Lclock_gettime64_end
  symbol .Ls_gettimeofday, .Lgettimeofday, .Lgettimeofday_end
  symbol .Ls_time, .Ltime, .Ltime_end
  symbol .Ls_clock_getres, .Lclock_getres, .Lclock_getres_end
  symbol .Ls_getcpu, .Lgetcpu, .Lgetcpu_end
.Lsymbols_end:
.Lstrings:
  .byte 0
.Ls_vsyscall: .asciz "__kernel_vsyscall"
.Ls_sigreturn: .asciz "__kernel_sigreturn"
.Ls_rt_sigreturn: .asciz "__kernel_rt_sigreturn"
.Ls_clock_gettime: .asciz "__vdso_clock_gettime"
.Ls_clock_gettime64: .asciz "__vdso_clock_gettime64"
.Ls_gettimeofday: .asciz "__vdso_gettimeofday"
.Ls_time: .asciz "__vdso_time"
.Ls_clock_getres: .asciz "__vdso_clock_getres"
.Ls_getcpu: .asciz "__vdso_getcpu"
.Ls_soname: .asciz "linux-gate.so.1"
.Ls_linux25: .asciz "LINUX_2.5"
.Ls_linux26: .asciz "LINUX_2.6"
.Lstrings_end:

  .balign 4
.Lhash:                                 // one bucket: the chain runs through every symbol
  .long 1, 10
  .long 1
  .long 0, 2, 3, 4, 5, 6, 7, 8, 9, 0
.Lhash_end:
  .balign 2
.Lversym:
  .word 0, 2, 2, 2, 3, 3, 3, 3, 3, 3
.Lversym_end:
  .balign 4
.Lverdef:
  .word 1, 1, 1, 1                      // the object itself
  .long 0xfcef091, 20, 28
  .long .Ls_soname - .Lstrings, 0
  .word 1, 0, 2, 1
  .long 0x3ae75f5, 20, 28
  .long .Ls_linux25 - .Lstrings, 0
  .word 1, 0, 3, 1
  .long 0x3ae75f6, 20, 0
  .long .Ls_linux26 - .Lstrings, 0
.Lverdef_end:

  .balign 4
.Lnote:
  .long 6, 4, 0
  .asciz "Linux"
  .balign 4
  .long 0x060000
.Lnote_end:

.Ldynamic:
  .long 14, .Ls_soname - .Lstrings      // DT_SONAME
  .long 4, V(.Lhash)
  .long 5, V(.Lstrings)
  .long 6, V(.Lsymbols)
  .long 10, .Lstrings_end - .Lstrings
  .long 11, 16
  .long 0x6ffffffc, V(.Lverdef)
  .long 0x6ffffffd, 3
  .long 0x6ffffff0, V(.Lversym)
  .long 0, 0
.Ldynamic_end:

  // Unwind data. DWARF numbers of i386: eax ecx edx ebx esp ebp esi edi eip = 0…8.
  .balign 4
.Leh_hdr:
  .byte 1, 0x1b, 0x03, 0x3b             // pcrel sdata4, udata4, datarel sdata4
  .long .Leh_frame - .
  .long 4
  .long vdso32_vsyscall - .Leh_hdr, .Lfde_vsyscall - .Leh_hdr
  .long .Lsigreturn_unwind - .Leh_hdr, .Lfde_sigreturn - .Leh_hdr
  .long .Lrt_sigreturn_unwind - .Leh_hdr, .Lfde_rt_sigreturn - .Leh_hdr
  .long .Lclock_gettime - .Leh_hdr, .Lfde_clocks - .Leh_hdr
.Leh_hdr_end:

  // Register `number` was saved at esp + `offset`.
  .macro saved number, offset
  .byte 0x10, \number, .Lx\@_end - .Lx\@
.Lx\@:
  .byte 0x74
  .sleb128 \offset
.Lx\@_end:
  .endm
  // All registers are in the sigcontext at esp + `base`.
  .macro sigcontext base
  .byte 0x0f, .Lc\@_end - .Lc\@
.Lc\@:
  .byte 0x74
  .sleb128 \base + 28
  .byte 0x06
.Lc\@_end:
  saved 0, \base + 44
  saved 1, \base + 40
  saved 2, \base + 36
  saved 3, \base + 32
  saved 5, \base + 24
  saved 6, \base + 20
  saved 7, \base + 16
  saved 8, \base + 56
  .endm

  .balign 4
.Leh_frame:
  cie .Lcie, "zR", 4, 4, 8
  cie .Lcie_signal, "zRS", 4, 4, 8
  fde .Lfde_vsyscall, .Lcie, vdso32_vsyscall, .Lvsyscall_end
  fde_end .Lfde_vsyscall
  fde .Lfde_sigreturn, .Lcie_signal, .Lsigreturn_unwind, .Lsigreturn_end
  sigcontext 4
  .byte 0x40 + 2                        // after the pop of the signal's number
  sigcontext 0
  fde_end .Lfde_sigreturn
  fde .Lfde_rt_sigreturn, .Lcie_signal, .Lrt_sigreturn_unwind, .Lrt_sigreturn_end
  sigcontext 160
  fde_end .Lfde_rt_sigreturn
  fde .Lfde_clocks, .Lcie, .Lclock_gettime, .Lclocks_end
  .macro pushed_and_popped from, push, pop
  .byte 0x02, \push - \from             // advance to after the push
  .byte 0x0e, 8, 0x83, 2                // CFA = esp + 8, ebx at CFA − 8
  .byte 0x02, \pop - \push
  .byte 0x0e, 4, 0xc3                   // CFA = esp + 4, ebx restored
  .endm
  pushed_and_popped .Lclock_gettime, .Lclock_gettime_in, .Lclock_gettime_out
  pushed_and_popped .Lclock_gettime_out, .Lclock_gettime64_in, .Lclock_gettime64_out
  pushed_and_popped .Lclock_gettime64_out, .Lgettimeofday_in, .Lgettimeofday_out
  pushed_and_popped .Lgettimeofday_out, .Ltime_in, .Ltime_out
  pushed_and_popped .Ltime_out, .Lclock_getres_in, .Lclock_getres_out
  pushed_and_popped .Lclock_getres_out, .Lgetcpu_in, .Lgetcpu_out
  fde_end .Lfde_clocks
  .long 0

  .balign 16
.Ltext:
  .code32
  .globl vdso32_vsyscall
vdso32_vsyscall:
.Lvsyscall:                             // local, so that the jumps below need no relocation
  .byte 0xea                            // ljmp $SELECTOR_CODE64, vdso32_stub
  .globl vdso32_far_target
vdso32_far_target:
  .long 0
  .word SELECTOR_CODE64
  jmp .Lvsyscall                   // a restarted call comes back here: two bytes before the landing
  .globl vdso32_landing
vdso32_landing:
  ret
.Lvsyscall_end:

  .balign 16
  nop                                   // unwinders look up the address before the one returned to
  .set .Lsigreturn_unwind, . - 1
  .globl vdso32_sigreturn
vdso32_sigreturn:
  pop %eax
  mov $119, %eax
  jmp .Lvsyscall
.Lsigreturn_end:

  .balign 16
  nop
  .set .Lrt_sigreturn_unwind, . - 1
  .globl vdso32_rt_sigreturn
vdso32_rt_sigreturn:
  mov $173, %eax
  jmp .Lvsyscall
.Lrt_sigreturn_end:

  // A clock function is the call of the same name: the resident answers it without entering the kernel.
  .macro function name, number, arguments
  .balign 16
.L\name:
  push %ebx
.L\name\()_in:
  mov $\number, %eax
  mov 8(%esp), %ebx
  .if \arguments > 1
  mov 12(%esp), %ecx
  .endif
  .if \arguments > 2
  mov 16(%esp), %edx
  .endif
  call .Lvsyscall
  pop %ebx
.L\name\()_out:
  ret
.L\name\()_end:
  .endm
  function clock_gettime, 265, 2
  function clock_gettime64, 403, 2
  function gettimeofday, 78, 2
  function time, 13, 1
  function clock_getres, 266, 2
  function getcpu, 318, 3
.Lclocks_end:

  .balign 16
  .code64
  .globl vdso32_stub
vdso32_stub:
  jmp *.Lgateway(%rip)
  .balign 8
  .globl vdso32_gateway
vdso32_gateway:
.Lgateway:
  .quad 0
.Ltext_end:

.Lsection_names:
  .byte 0
.Ln_hash: .asciz ".hash"
.Ln_dynsym: .asciz ".dynsym"
.Ln_dynstr: .asciz ".dynstr"
.Ln_versym: .asciz ".gnu.version"
.Ln_verdef: .asciz ".gnu.version_d"
.Ln_dynamic: .asciz ".dynamic"
.Ln_eh_frame: .asciz ".eh_frame"
.Ln_text: .asciz ".text"
.Ln_shstrtab: .asciz ".shstrtab"
.Lsection_names_end:

  .balign 4
.Lshdr:
  .zero 40
  section .Ln_hash, 5, 2, .Lhash, .Lhash_end, 2, 0, 4, 4
  section .Ln_dynsym, 11, 2, .Lsymbols, .Lsymbols_end, 3, 1, 4, 16
  section .Ln_dynstr, 3, 2, .Lstrings, .Lstrings_end, 0, 0, 1, 0
  section .Ln_versym, 0x6fffffff, 2, .Lversym, .Lversym_end, 2, 0, 2, 2
  section .Ln_verdef, 0x6ffffffd, 2, .Lverdef, .Lverdef_end, 3, 3, 4, 0
  section .Ln_dynamic, 6, 3, .Ldynamic, .Ldynamic_end, 3, 0, 4, 8
  section .Ln_eh_frame, 1, 2, .Leh_frame, .Ltext, 0, 0, 4, 0
  section .Ln_text, 1, 6, .Ltext, .Ltext_end, 0, 0, 16, 0
  section .Ln_shstrtab, 3, 0, .Lsection_names, .Lsection_names_end, 0, 0, 1, 0
.Lend:
  .balign 4096
  .globl vdso32_end
vdso32_end:

  .section .note.GNU-stack, "", @progbits
