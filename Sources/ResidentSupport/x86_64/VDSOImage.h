// What the images of vDSOs are written with: tables of an ELF32 shared object, whose numbers are differences of labels.
// .Limage is the image's beginning, .Lstrings its names, .Lsection_names those of its sections.

  // Symbols: name, value, size, info (global function), other, section
  .macro symbol name, start, end
  .long \name - .Lstrings, \start - .Limage, \end - \start
  .byte 0x12, 0
  .word 8
  .endm

  .macro section name, type, flags, start, end, link=0, info=0, align=4, size=0
  .long \name - .Lsection_names, \type, \flags, \start - .Limage, \start - .Limage, \end - \start
  .long \link, \info, \align, \size
  .endm

  // Unwind data: what holds at a function's first instruction, by the DWARF numbers of stack pointer and return
  // address.
  .macro cie label, augmentation, word, stack, return
\label:
  .long 9f - 8f
8:
  .long 0
  .byte 1
  .asciz "\augmentation"
  .uleb128 1
  .sleb128 -\word
  .byte \return
  .uleb128 1
  .byte 0x1b
  .byte 0x0c, \stack, \word             // CFA = stack pointer + a word
  .byte 0x80 + \return, 1               // return address at CFA - a word
  .balign 4
9:
  .endm
  .macro fde label, cie, start, end
\label:
  .long \label\()_end - \label\()_body
\label\()_body:
  .long . - \cie
  .long \start - .
  .long \end - \start
  .uleb128 0
  .endm
  .macro fde_end label
  .balign 4
\label\()_end:
  .endm
