// /proc's lists of mappings show a 32-bit world: by every path, of oneself and of another guest, read once and again.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/syscall.h>

static int lines, high, vdso, stack, named;
static unsigned long marker;
static void look(FILE *file) {
  char line[4096];
  lines = high = vdso = stack = named = 0;
  while (fgets(line, sizeof line, file)) {
    unsigned long long start, end;
    char *after;
    start = strtoull(line, &after, 16);
    if (after - line < 8 || *after != '-' && *after != ' ') continue;
    lines++;
    high += start > 0xffffffffull;
    vdso += strstr(line, " [vdso]\n") && start == getauxval(AT_SYSINFO_EHDR);
    stack += strstr(line, "[stack]") != NULL;
    named += start == marker;
  }
}
static void show(const char *what, FILE *file) {
  if (!file) {
    say("%s: %s\n", what, error_name(errno));
    return;
  }
  look(file);
  say("%s: %s, high %d, vdso %d, stack %d, marker %d\n", what, lines > 5 ? "lines" : "none", high, vdso, stack, named);
}
static FILE *at(int folder, const char *name) {
  int fd = openat(folder, name, O_RDONLY);
  return fd < 0 ? NULL : fdopen(fd, "r");
}

int main(void) {
  char path[64];
  marker = (unsigned long)mmap((void *)0x30000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  static const char *names[] = {"maps", "smaps"};
  int proc = open("/proc", O_RDONLY | O_DIRECTORY), self = open("/proc/self", O_RDONLY | O_DIRECTORY | O_PATH);
  int ready[2], end[2];
  pipe(ready), pipe(end);
  pid_t child = fork();
  if (child == 0) {
    char c;
    write(ready[1], "x", 1);
    close(end[1]);
    read(end[0], &c, 1);
    _exit(0);
  }
  char c;
  read(ready[0], &c, 1);
  for (int i = 0; i < 2; i++) {
    sprintf(path, "/proc/self/%s", names[i]), show(names[i], fopen(path, "r"));
    sprintf(path, "/proc/thread-self/%s", names[i]), show("thread-self", fopen(path, "r"));
    sprintf(path, "/proc/%d/%s", getpid(), names[i]), show("by id", fopen(path, "r"));
    sprintf(path, "/proc/%d/task/%ld/%s", getpid(), syscall(SYS_gettid), names[i]), show("by task", fopen(path, "r"));
    show("in self", at(self, names[i]));
    sprintf(path, "self/%s", names[i]), show("in proc", at(proc, path));
    sprintf(path, "/proc/%d/%s", child, names[i]), show("another guest's", fopen(path, "r"));
    CHECK(chdir("/proc/self") == 0), show("in the current folder", fopen(names[i], "r"));
  }
  int fd = open("/proc/self/maps", O_RDONLY);
  FILE *again = fdopen(fd, "r");
  show("before", again);
  munmap((void *)marker, 4096);
  rewind(again);
  show("rewound", again);
  mmap((void *)marker, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  static char text[65536];
  CHECK(pread(fd, text, sizeof text - 1, 0) > 0);
  char wanted[20];
  sprintf(wanted, "%08lx-", marker);
  SHOW(strstr(text, wanted) != NULL);
  int small = open("/proc/self/maps", O_RDONLY), size = 0, got;
  static char slowly[65536];
  while ((got = read(small, slowly + size, 7)) > 0) size += got;
  SHOW(strstr(slowly, wanted) != NULL);
  int copy = dup(fd);
  lseek(copy, 0, SEEK_SET);
  SHOW(read(copy, text, 9) == 9 && text[8] == '-');
  SHOW(fcntl(open("/proc/self/maps", O_RDONLY | O_CLOEXEC), F_GETFD));
  SHOW(fcntl(open("/proc/self/maps", O_RDONLY), F_GETFD));
  CALL(write(fd, "x", 1));
  struct stat s;
  CALL(stat("/proc/self/maps", &s));
  SHOW(s.st_mode);
  CALL(open("/proc/2000000000/maps", O_RDONLY));
  CALL(open("/proc/self/maps/", O_RDONLY));
  close(end[1]);
  reap(child, "child");
  return guest_status();
}
