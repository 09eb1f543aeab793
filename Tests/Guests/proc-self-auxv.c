// /proc/self/auxv, environ and stat tell of the guest's own start.
#include "guest.h"
#include <elf.h>
#include <sys/auxv.h>

int main(int argc, char **argv, char **envp) {
  uint32_t v[256];
  int fd = open("/proc/self/auxv", O_RDONLY);
  ssize_t n = read(fd, v, sizeof v);
  CHECK(n > 80 && n % 8 == 0);
  for (int i = 0; i < n / 8; i++)
    if (v[2 * i] == AT_PHDR) CHECK(v[2 * i + 1] == getauxval(AT_PHDR));
  char text[8192];
  fd = open("/proc/self/environ", O_RDONLY);
  n = read(fd, text, sizeof text);
  CHECK(n > 0 && strcmp(text, envp[0]) == 0);
  int lines = 0;
  for (int i = 0; i < n; i++) lines += !text[i];
  int count = 0;
  while (envp[count]) count++;
  CHECK(lines == count);
  return guest_status();
}
