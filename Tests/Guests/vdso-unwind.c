// The vDSO carries notes and unwind data: .eh_frame_hdr is announced by PT_GNU_EH_FRAME.
#include "guest.h"
#include <elf.h>
#include <sys/auxv.h>

int main(void) {
  char *image = (char *)getauxval(AT_SYSINFO_EHDR);
  Elf32_Ehdr *e = (Elf32_Ehdr *)image;
  Elf32_Phdr *p = (Elf32_Phdr *)(image + e->e_phoff);
  int seen[4] = {0};
  for (int i = 0; i < e->e_phnum; i++) {
    seen[0] += p[i].p_type == PT_LOAD;
    seen[1] += p[i].p_type == PT_DYNAMIC;
    seen[2] += p[i].p_type == PT_NOTE;
    seen[3] += p[i].p_type == PT_GNU_EH_FRAME;
    if (p[i].p_type == PT_GNU_EH_FRAME) {
      unsigned char *h = (unsigned char *)image + p[i].p_offset;
      say("header version %d\n", h[0]);
    }
  }
  say("%d %d %d %d\n", seen[0], seen[1], seen[2] > 0, seen[3]);
  return guest_status();
}
