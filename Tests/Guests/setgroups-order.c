// setgroups looks at each group before it reads the next one, in a namespace where most are nobody's.
#include "guest.h"

int main(void) {
  if (geteuid() != 0) return say("only root may map three groups\n"), guest_status();
  char *end = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
  NEED(munmap(end, 4096) == 0);
  int ready[2], mapped[2];
  NEED(pipe(ready) == 0 && pipe(mapped) == 0);
  pid_t child = fork();
  if (child == 0) {
    char byte;
    NEED(unshare(CLONE_NEWUSER) == 0);
    NEED(write(ready[1], "x", 1) == 1 && read(mapped[0], &byte, 1) == 1);
    static const unsigned kinds[] = {0, 5, 0xffff, 0xffffffff};
    for (int kind = 0; kind < 4; kind++) {
      for (int count = 0; count <= 3; count++) {
        uint16_t *narrow = (uint16_t *)end - count;
        for (int i = 0; i < count; i++) narrow[i] = i == 1 ? kinds[kind] : 0;
        say("%x, %d of four\n", kinds[kind], count);
        RAW(kcall(__NR_setgroups, 4, narrow));
        uint32_t *wide = (uint32_t *)end - count;
        for (int i = 0; i < count; i++) wide[i] = i == 1 ? kinds[kind] : 0;
        RAW(kcall(__NR_setgroups32, 4, wide));
      }
    }
    RAW(kcall(__NR_setgroups, 65536, 8));
    RAW(kcall(__NR_setgroups, 65537, 8));
    RAW(kcall(__NR_setgroups, 65536, end - 8));
    RAW(kcall(__NR_setgroups, 2, end - 4));
    _exit(0);
  }
  char byte, path[64];
  NEED(read(ready[0], &byte, 1) == 1);
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "/proc/%d/%s", child, i ? "gid_map" : "uid_map");
    put_file(path, "0 0 3\n", 0600);
  }
  NEED(write(mapped[1], "x", 1) == 1);
  reap(child, "child");
  return guest_status();
}
