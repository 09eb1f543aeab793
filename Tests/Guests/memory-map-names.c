// /proc/self/maps names the heap and the vDSO.
#include "guest.h"

int main(void) {
  char line[1024];
  int heaps = 0, vdso = 0;
  sbrk(0x3000);
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) heaps += strstr(line, "[heap]") != NULL, vdso += strstr(line, "[vdso]") != NULL;
  SHOW(heaps > 0);
  SHOW(vdso);
  return guest_status();
}
