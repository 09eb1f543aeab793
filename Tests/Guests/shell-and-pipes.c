// popen, system and a pipeline of native programs.
#include "guest.h"

int main(void) {
  char line[128];
  FILE *f = popen("echo from the shell; exit 3", "r");
  fgets(line, sizeof line, f);
  say("%s", line);
  say("%x\n", pclose(f));
  say("%x\n", system("exit 9"));
  say("%x\n", system("kill -TERM $$"));
  say("%d\n", system(NULL) != 0);
  f = popen("sort | tr a-z A-Z", "w");
  fprintf(f, "b\na\n");
  say("%x\n", pclose(f));
  return guest_status();
}
