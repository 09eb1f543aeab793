// /proc/self/maps shows the program, its stack, and only addresses of a 32-bit world for them.
#include "guest.h"

int main(int argc, char **argv) {
  char line[1024];
  int program = 0, stack = 0;
  unsigned long long start, end;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%llx-%llx", &start, &end) != 2 || start > 0xffffffffull) continue;
    program += strstr(line, "memory-map-listing") != NULL;
    stack += strstr(line, "[stack]") != NULL && (uintptr_t)&line >= start && (uintptr_t)&line < end;
  }
  CHECK(program >= 3);
  SHOW(stack);
  return guest_status();
}
