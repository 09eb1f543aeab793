// The way of calls from sites that call their number, which comes through the page at address 0 (PageZero.swift). The guest's
// stack holds the address behind the site. Nothing but the two registers that a call takes is changed, and no flag; a call
// from anywhere else ends at one of the `hlt`, with its return address in %r11 or %r12.
#include "../include/Gateway.h"
#include "../include/Storage.h"

  .text
  // 64-bit code: a place in page_zero_places is the code in the site's trampoline that looks at the whole address.
  .balign 64
  .globl page_zero_wide, page_zero_wide_popped, page_zero_wide_end
page_zero_wide:
  movzwl (%rsp), %ecx
  lea page_zero_index_words(%rip), %r11
  movzbl (%r11,%rcx), %ecx
  lea page_zero_places_words(%rip), %r11
  mov (%r11,%rcx,8), %rcx
  pop %r11
page_zero_wide_popped:
  jrcxz 1f
  jmp *%rcx
1:
  hlt
page_zero_wide_end:

  // 32-bit code, which is 64-bit code here: a place is the negative of the address behind the site.
  .globl page_zero_narrow, page_zero_narrow_loaded, page_zero_narrow_saved, page_zero_narrow_restored
  .globl page_zero_narrow_popped, page_zero_narrow_end
page_zero_narrow:
  mov (%rsp), %r12d
page_zero_narrow_loaded:
  mov %ecx, %r8d
page_zero_narrow_saved:                 // from here %ecx is in %r8d
  movzwl %r12w, %ecx
  lea page_zero_index_words(%rip), %r9
  movzbl (%r9,%rcx), %ecx
  lea page_zero_places_words(%rip), %r9
  mov (%r9,%rcx,8), %rcx
  lea (%rcx,%r12), %rcx
  jrcxz 1f
  hlt
1:
  mov %r8d, %ecx
page_zero_narrow_restored:
  lea 4(%rsp), %esp
page_zero_narrow_popped:
  jmp site_gateway
page_zero_narrow_end:

  .section .note.GNU-stack, "", @progbits
