// What /proc says of a guest's size, signals and limits: stat, statm, status, limits, smaps_rollup; by itself, by a thread
// of its own, and by another guest.
// guest: cflags=-pthread
#include "guest.h"
#include <pthread.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

static char text[1 << 18];
static const char *slurp(const char *path) {
  static char buffers[4][1 << 16];
  static int next;
  char *buffer = buffers[next++ & 3];
  int fd = open(path, O_RDONLY), size = 0, n;
  while (fd >= 0 && (n = read(fd, buffer + size, 65535 - size)) > 0) size += n;
  buffer[size] = 0;
  close(fd);
  return buffer;
}
static unsigned long long value(const char *list, const char *key, int base) {
  const char *at = strstr(list, key);
  if (!at) return 123456789;
  at += strlen(key);
  while (*at == ' ' || *at == '\t') at++;
  return strtoull(at, NULL, base);
}
static unsigned long long total, data, stack, code;
static void measure(const char *maps) {
  total = data = stack = code = 0;
  for (const char *line = maps; *line; line = strchr(line, '\n') + 1) {
    char *after;
    unsigned long long low = strtoull(line, &after, 16), high = strtoull(after + 1, &after, 16), size = (high - low) / 1024;
    const char *end = strchr(line, '\n');
    total += size;
    bool is_stack = memcmp(end - 7, "[stack]", 7) == 0;
    if (is_stack) stack += size;
    else if (after[2] == 'w' && after[4] == 'p') data += size;
    else if (after[3] == 'x') code += size;
  }
}
static unsigned long long field(const char *list, int n) {
  const char *p = strrchr(list, ')') + 2;
  for (int i = 3; i < n; i++) p = strchr(p, ' ') + 1;
  return strtoull(p, NULL, 10);
}
static bool near(unsigned long long a, unsigned long long b, unsigned long long by) { return a + by >= b && b + by >= a; }
static void look(const char *folder) {
  char path[99];
  const char *list;
#define FILE_OF(name) (sprintf(path, "%s/%s", folder, name), slurp(path))
  list = FILE_OF("maps"), measure(list);
  list = FILE_OF("status");
  CHECK(value(list, "VmSize:", 10) == total);
  CHECK(value(list, "VmPeak:", 10) >= total && value(list, "VmPeak:", 10) < total + 20000);
  CHECK(value(list, "VmData:", 10) == data);
  CHECK(value(list, "VmStk:", 10) == stack);
  CHECK(value(list, "VmExe:", 10) + value(list, "VmLib:", 10) == code);
  unsigned long long rss = value(list, "VmRSS:", 10);
  CHECK(rss > 8 && rss < total + 2000);
  CHECK(rss == value(list, "RssAnon:", 10) + value(list, "RssFile:", 10) + value(list, "RssShmem:", 10));
  CHECK(value(list, "VmHWM:", 10) + 2000 >= rss && value(list, "VmHWM:", 10) < rss + 8000);
  SHOW(value(list, "VmLck:", 10));
  SHOW(value(list, "Threads:", 10));
  say("blocked %llx ignored %llx caught %llx\n", value(list, "SigBlk:", 16), value(list, "SigIgn:", 16), value(list, "SigCgt:", 16));
  list = FILE_OF("stat");
  CHECK(field(list, 23) == total * 1024);
  CHECK(near(field(list, 24) * 4, rss, 2000));
  say("blocked %llx ignored %llx caught %llx\n", field(list, 32), field(list, 33), field(list, 34));
  int count = 0;
  for (const char *p = list; *p; p++) count += *p == ' ';
  SHOW(count);
  list = FILE_OF("statm");
  unsigned long m[7];
  CHECK(sscanf(list, "%lu %lu %lu %lu %lu %lu %lu\n", m, m + 1, m + 2, m + 3, m + 4, m + 5, m + 6) == 7);
  CHECK(m[0] * 4 == total && m[5] * 4 == data + stack);
  CHECK(near(m[1] * 4, rss, 2000) && m[2] <= m[1]);
  list = FILE_OF("smaps_rollup");
  if (strstr(list, "rollup")) {
    CHECK(near(value(list, "Rss:", 10), rss, 2000));
    CHECK(value(list, "Pss:", 10) <= value(list, "Rss:", 10));
    CHECK(strtoull(strchr(list, '-') + 1, NULL, 16) <= 0xffffe000);
  }
  list = FILE_OF("limits");
  say("%.79s\n", strstr(list, "Max address space") ?: "");
  say("%.79s\n", strstr(list, "Max data size") ?: "");
}
static void handler(int number) {}
static void *in_thread(void *p) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGSEGV), sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_SETMASK, &set, NULL);
  char path[64];
  say("thread\n");
  sprintf(path, "/proc/self/task/%ld", (long)syscall(SYS_gettid)), look(path);
  look("/proc/thread-self");
  return NULL;
}

int main(void) {
  char path[64];
  look("/proc/self");
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGBUS), sigaddset(&set, SIGUSR1), sigaddset(&set, SIGSYS);
  sigprocmask(SIG_SETMASK, &set, NULL);
  signal(SIGSEGV, handler), signal(SIGUSR2, handler), signal(SIGSYS, SIG_IGN), signal(SIGQUIT, SIG_IGN);
  struct rlimit64 limit = {400 << 20, 0x30000001};
  prlimit64(0, RLIMIT_AS, &limit, NULL);
  mmap(NULL, 10 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mlock(text, 65536);
  int go[2], ready[2];
  pipe(go), pipe(ready);
  pid_t child = fork();
  if (child == 0) {
    char c;
    close(go[1]);
    signal(SIGBUS, handler);
    write(ready[1], "x", 1);
    read(go[0], &c, 1);
    _exit(0);
  }
  char c;
  read(ready[0], &c, 1);
  say("with signals\n");
  sprintf(path, "/proc/%d", getpid()), look(path);
  say("another\n");
  sprintf(path, "/proc/%d", child), look(path);
  sprintf(path, "/proc/%d/task/%d", child, child), look(path);
  close(go[1]);
  reap(child, "child");
  pthread_t t;
  pthread_create(&t, NULL, in_thread, NULL), pthread_join(t, NULL);
  // What the descriptor itself is.
  static const char *names[] = {"maps", "smaps", "status", "stat", "statm", "limits"};
  for (int i = 0; i < 6; i++) {
    struct stat s, named;
    struct statfs f;
    sprintf(path, "/proc/self/%s", names[i]);
    int fd = open(path, O_RDONLY);
    stat(path, &named);
    SHOW(fstat(fd, &s));
    say("%s: mode %o size %lld links %d same %d %d\n", names[i], s.st_mode, (long long)s.st_size, (int)s.st_nlink, s.st_ino == named.st_ino,
        s.st_dev == named.st_dev);
    struct statx x;
    SHOW(statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &x));
    say("mode %o size %lld same %d\n", x.stx_mode, (long long)x.stx_size, x.stx_ino == named.st_ino);
    SHOW(fstatfs(fd, &f));
    say("type %lx\n", (long)f.f_type);
    CALL(lseek(fd, 0, SEEK_END));
    CALL(lseek(fd, 3, SEEK_SET));
    char three[4] = "", whole[8] = "";
    SHOW(read(fd, three, 3));
    CALL(lseek(fd, 0, SEEK_CUR));
    SHOW(pread(fd, whole, 6, 0));
    SHOW(memcmp(three, whole + 3, 3) == 0 || i == 3);
    CALL(ftruncate(fd, 0));
    char target[64] = "", link[64];
    sprintf(link, "/proc/self/fd/%d", fd);
    CALL(readlink(link, target, 63) > 0);
    char *base = strrchr(target, '/');
    say("%.6s %s\n", target, base ? base : "");
    close(fd);
  }
  return guest_status();
}
