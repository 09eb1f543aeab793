// Where things lie in both frames: return address, number, pointers, magic words, code of the trampoline.
#include "guest.h"
#include <ucontext.h>

static void classic(int number, struct sigcontext context) {
  uint32_t *esp = (uint32_t *)&number - 1;
  say("number %d at %d; aligned %d\n", number, (int)((char *)&number - (char *)esp), (int)((uintptr_t)(esp + 1) & 15));
  say("fpstate %d extramask %x\n", context.fpstate != NULL, *(uint32_t *)((char *)esp + 8 + sizeof context + 624));
  uint32_t *magic = (uint32_t *)((char *)context.fpstate + 112 + 464);
  say("magic %x offset of extended size %d\n", magic[0], magic[1] > 512);
  say("status %x magic %x\n", context.fpstate->status, context.fpstate->magic);
  unsigned char *trampoline = (unsigned char *)*esp;
  say("%02x %02x %02x %02x\n", trampoline[0], trampoline[1], trampoline[2], trampoline[3]);
}

static void rt(int number, siginfo_t *info, void *context) {
  uint32_t *esp = (uint32_t *)&number - 1;
  ucontext_t *u = (ucontext_t *)context;
  say("number %d aligned %d info %d context %d\n", number, (int)((uintptr_t)(esp + 1) & 15), (int)((char *)info - (char *)esp), (int)((char *)context - (char *)info));
  say("link %p flags %lx stack flags %d\n", (void *)u->uc_link, u->uc_flags, u->uc_stack.ss_flags);
  unsigned char *trampoline = (unsigned char *)*esp;
  say("%02x %02x\n", trampoline[0], trampoline[1]);
  say("esp repeated %d\n", u->uc_mcontext.gregs[REG_UESP] == u->uc_mcontext.gregs[REG_ESP]);
  say("cs %x ss %x ds %x es %x fs %x gs %x\n", u->uc_mcontext.gregs[REG_CS], u->uc_mcontext.gregs[REG_SS], u->uc_mcontext.gregs[REG_DS],
      u->uc_mcontext.gregs[REG_ES], u->uc_mcontext.gregs[REG_FS], u->uc_mcontext.gregs[REG_GS]);
}

int main(void) {
  on_signal(SIGUSR1, (void *)classic, 0);
  on_signal(SIGUSR2, (void *)rt, SA_SIGINFO);
  raise(SIGUSR1);
  raise(SIGUSR2);
  return guest_status();
}
