// The x32 vDSO as the guest sees it. x32's structs of time are x86-64's and its code is 64-bit code, so each function
// only widens its pointers and goes on in the host's vDSO, at whatever address that lies. Where the host has no such
// function its place leads to the call, which traps.
#include "../include/Gateway.h"
#include "VDSOImage.h"

#define V(label) ((label) - vdsox32_begin)

  .section .rodata.vdsox32, "a", @progbits
  .balign 4096
  .globl vdsox32_begin
vdsox32_begin:
.Limage:
  // ELF header
  .byte 0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
  .word 3, 62                           // ET_DYN, EM_X86_64
  .long 1, V(.Ltext), V(.Lphdr), V(.Lshdr), 0
  .word 52, 32, 4, 40, 10, 9
.Lphdr:
  .long 1, 0, 0, 0, V(.Lend), V(.Lend), 5, 0x1000                                     // PT_LOAD
  .long 2, V(.Ldynamic), V(.Ldynamic), V(.Ldynamic), .Ldynamic_end - .Ldynamic, .Ldynamic_end - .Ldynamic, 4, 4
  .long 4, V(.Lnote), V(.Lnote), V(.Lnote), .Lnote_end - .Lnote, .Lnote_end - .Lnote, 4, 4
  .long 0x6474e550, V(.Leh_hdr), V(.Leh_hdr), V(.Leh_hdr), .Leh_hdr_end - .Leh_hdr, .Leh_hdr_end - .Leh_hdr, 4, 4

  .balign 4
.Lsymbols:
  .zero 16
  symbol .Ls_clock_gettime, .Lclock_gettime, .Lclock_gettime_end
  symbol .Ls_gettimeofday, .Lgettimeofday, .Lgettimeofday_end
  symbol .Ls_time, .Ltime, .Ltime_end
  symbol .Ls_clock_getres, .Lclock_getres, .Lclock_getres_end
  symbol .Ls_getcpu, .Lgetcpu, .Lgetcpu_end
.Lsymbols_end:
.Lstrings:
  .byte 0
.Ls_clock_gettime: .asciz "__vdso_clock_gettime"
.Ls_gettimeofday: .asciz "__vdso_gettimeofday"
.Ls_time: .asciz "__vdso_time"
.Ls_clock_getres: .asciz "__vdso_clock_getres"
.Ls_getcpu: .asciz "__vdso_getcpu"
.Ls_soname: .asciz "linux-vdso.so.1"
.Ls_linux26: .asciz "LINUX_2.6"
.Lstrings_end:

  .balign 4
.Lhash:                                 // one bucket: the chain runs through every symbol
  .long 1, 6
  .long 1
  .long 0, 2, 3, 4, 5, 0
.Lhash_end:
  .balign 2
.Lversym:
  .word 0, 2, 2, 2, 2, 2
.Lversym_end:
  .balign 4
.Lverdef:
  .word 1, 1, 1, 1                      // the object itself
  .long 0xdeebfa1, 20, 28               // the ELF hash of its name
  .long .Ls_soname - .Lstrings, 0
  .word 1, 0, 2, 1
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
  .long 0x6ffffffd, 2
  .long 0x6ffffff0, V(.Lversym)
  .long 0, 0
.Ldynamic_end:

  .balign 4
.Leh_hdr:
  .byte 1, 0x1b, 0x03, 0x3b             // pcrel sdata4, udata4, datarel sdata4
  .long .Leh_frame - .
  .long 1
  .long .Ltext - .Leh_hdr, .Lfde - .Leh_hdr
.Leh_hdr_end:
  .balign 4
.Leh_frame:
  cie .Lcie, "zR", 8, 7, 16
  fde .Lfde, .Lcie, .Ltext, .Ltext_end  // no function moves the stack
  fde_end .Lfde
  .long 0

  .macro function name
  .balign 16
.L\name:
  mov %edi, %edi
  mov %esi, %esi
  jmp *.Lplace_\name(%rip)
.L\name\()_end:
  .endm
  // What a function does where the host has none: x32's own call.
  .macro call name, number
.Lcall_\name:
  mov $(0x40000000 + \number), %eax
  syscall
  ret
  .endm
  .balign 16
.Ltext:
  function clock_gettime
  function gettimeofday
  function time
  function clock_getres
  function getcpu
  call clock_gettime, 228
  call gettimeofday, 96
  call time, 201
  call clock_getres, 229
  call getcpu, 309
  .balign 8
  .globl vdsox32_functions
vdsox32_functions:
.Lplace_clock_gettime: .quad V(.Lcall_clock_gettime)
.Lplace_gettimeofday: .quad V(.Lcall_gettimeofday)
.Lplace_time: .quad V(.Lcall_time)
.Lplace_clock_getres: .quad V(.Lcall_clock_getres)
.Lplace_getcpu: .quad V(.Lcall_getcpu)
  .globl vdsox32_functions_end
vdsox32_functions_end:
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
  section .Ln_verdef, 0x6ffffffd, 2, .Lverdef, .Lverdef_end, 3, 2, 4, 0
  section .Ln_dynamic, 6, 3, .Ldynamic, .Ldynamic_end, 3, 0, 4, 8
  section .Ln_eh_frame, 1, 2, .Leh_frame, .Ltext, 0, 0, 4, 0
  section .Ln_text, 1, 6, .Ltext, .Ltext_end, 0, 0, 16, 0
  section .Ln_shstrtab, 3, 0, .Lsection_names, .Lsection_names_end, 0, 0, 1, 0
.Lend:
  .balign 4096
  .globl vdsox32_end
vdsox32_end:

  .section .note.GNU-stack, "", @progbits
