// The program's own death by SIGSEGV is its status.
#include "guest.h"

int main(void) {
  say("before\n");
  *(volatile int *)0 = 1;
  return 0;
}
