// PT_GNU_STACK without execute permission: code on the stack, heap and data faults.
// guest: cflags=-z,noexecstack
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int number, siginfo_t *info, void *context) { siglongjmp(back, info->si_code); }
static unsigned char data[16] = {0xc3};

static void try_to_call(const char *what, unsigned char *code) {
  *code = 0xc3;
  int fault = sigsetjmp(back, 1);
  if (fault == 0) ((void (*)(void))code)();
  say("%s: %d\n", what, fault);
}

int main(void) {
  unsigned char stack[16];
  on_signal(SIGSEGV, (void *)handler, SA_SIGINFO);
  try_to_call("stack", stack);
  try_to_call("heap", (unsigned char *)malloc(16));
  try_to_call("data", data);
  try_to_call("anonymous", (unsigned char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  try_to_call("executable", (unsigned char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512], rights[8];
  while (fgets(line, sizeof line, maps))
    if (strstr(line, "[stack]") && sscanf(line, "%*s %7s", rights) == 1) say("%s\n", rights);
  return guest_status();
}
