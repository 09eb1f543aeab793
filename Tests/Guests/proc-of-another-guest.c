// What /proc says of another guest, and by folders' descriptors: its program's link, command line, vector, memory.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/syscall.h>

static int secret = 0x1234;
static void compare(const char *what, const struct stat *own, int result, const struct stat *other) {
  if (result) say("%s: %s\n", what, error_name(errno));
  else say("%s: %s\n", what, own->st_ino == other->st_ino && own->st_dev == other->st_dev ? "the program" : "another file");
}
static void links(int folder, const char *path) {
  char target[PATH_MAX];
  struct stat s, own;
  stat((char *)getauxval(AT_EXECFN), &own);
  ssize_t n = readlinkat(folder, path, target, sizeof target - 1);
  target[n > 0 ? n : 0] = 0;
  char *base = strrchr(target, '/');
  say("  link %s\n", n < 0 ? error_name(errno) : base ? base + 1 : target);
  int result = fstatat(folder, path, &s, 0);
  compare("  stat", &own, result, &s);
  int fd = openat(folder, path, O_RDONLY);
  result = fd < 0 ? -1 : fstat(fd, &s);
  compare("  open", &own, result, &s);
  struct statx x;
  result = statx(folder, path, 0, STATX_INO, &x);
  say("  statx: %s\n", result ? error_name(errno) : x.stx_ino == own.st_ino ? "the program" : "another file");
  CALL(faccessat(folder, path, X_OK, 0));
  CALL(fstatat(folder, path, &s, AT_SYMLINK_NOFOLLOW));
  SHOW(S_ISLNK(s.st_mode));
}

int main(int argc, char **argv) {
  int ready[2], end[2];
  pipe(ready), pipe(end);
  pid_t child = fork();
  if (child == 0) {
    char c;
    secret = 0x5678;
    write(ready[1], "x", 1);
    close(end[1]);
    read(end[0], &c, 1);
    _exit(0);
  }
  char c, path[80], text[8192];
  read(ready[0], &c, 1);
  int proc = open("/proc", O_RDONLY | O_DIRECTORY), self = open("/proc/self", O_RDONLY | O_DIRECTORY);
  sprintf(path, "/proc/%d", child);
  int other = open(path, O_RDONLY | O_DIRECTORY);
  say("another\n"), sprintf(path, "/proc/%d/exe", child), links(AT_FDCWD, path);
  say("another's task\n"), sprintf(path, "/proc/%d/task/%d/exe", child, child), links(AT_FDCWD, path);
  say("in another's folder\n"), links(other, "exe");
  say("in own folder\n"), links(self, "exe");
  say("in proc\n"), links(proc, "self/exe");
  say("another in proc\n"), sprintf(path, "%d/exe", child), links(proc, path);
  chdir("/proc/self");
  say("in the current folder\n"), links(AT_FDCWD, "exe");
  static const char *files[] = {"cmdline", "environ", "auxv", "comm", "personality"};
  for (int i = 0; i < 5; i++) {
    static char mine[8192], theirs[8192];
    int a = openat(self, files[i], O_RDONLY), b = openat(other, files[i], O_RDONLY);
    int n = read(a, mine, sizeof mine), m = read(b, theirs, sizeof theirs);
    say("%s: %s\n", files[i], n == m && n > 0 && memcmp(mine, theirs, n) == 0 ? "the same" : "different");
    if (i == 4) say("%.8s\n", mine);
    if (i == 2) {
      unsigned long *v = (unsigned long *)mine;
      int count = 0, good = 1;
      for (; v[0]; v += 2, count++) good &= getauxval(v[0]) == v[1];
      say("  %s, all as the C library has it: %d\n", count > 10 ? "many" : "few", good);
    }
  }
  int memory = openat(other, "mem", O_RDWR), value = 0;
  CALL(pread64(memory, &value, 4, (uintptr_t)&secret));
  say("%x\n", value);
  value = 0x9999;
  CALL(pwrite64(memory, &value, 4, (uintptr_t)&secret));
  CALL(pread64(memory, &value, 4, 8));
  int stat_file = openat(other, "stat", O_RDONLY);
  text[read(stat_file, text, sizeof text - 1)] = 0;
  unsigned long long f[60] = {0};
  int n = 0;
  for (char *p = strrchr(text, ')') + 2; p && *p; p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL) f[3 + n++] = strtoull(p, NULL, 10);
  extern char __executable_start, etext, edata, end_of[] __asm__("_end");
  CHECK(f[26] <= (uintptr_t)&main && (uintptr_t)&main < f[27]);
  CHECK(f[28] <= 0xffffffff && f[28] > (uintptr_t)&memory - 65536 && f[28] < (uintptr_t)argv + 65536ull);
  CHECK(f[45] <= (uintptr_t)&secret && (uintptr_t)&secret < f[46]);
  CHECK(f[47] <= (uintptr_t)sbrk(0));
  CHECK(f[48] == (uintptr_t)argv[0]);
  close(end[1]);
  reap(child, "child");
  return guest_status();
}
