// RLIMIT_AS, RLIMIT_DATA and RLIMIT_MEMLOCK count what the guest has mapped, to the page: alone, with threads, after
// fork and exec, privileged and not; and a program of the host's gets the limit as it is.
// guest: cflags=-pthread
#include "guest.h"
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/resource.h>

static char text[1 << 20];
static long total, data;
/// Counts pages of all mappings, and of private writable ones.
static void measure(void) {
  int fd = open("/proc/self/maps", O_RDONLY), size = 0, n;
  while ((n = read(fd, text + size, sizeof text - 1 - size)) > 0) size += n;
  close(fd), text[size] = 0;
  total = data = 0;
  for (char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    char *after, *end = strchr(line, '\n');
    unsigned long long low = strtoull(line, &after, 16), high = strtoull(after + 1, &after, 16);
    *end = 0;
    long pages = (high - low) / 4096;
    total += pages;
    if (after[2] == 'w' && after[4] == 'p' && !strstr(line, "[stack]")) data += pages;
    *end = '\n';
  }
}
/// How many more pages can be mapped; they are unmapped again.
static long map_pages(int protection) {
  static char *pages[100000];
  long count = 0;
  for (; count < 100000; count++)
    if ((pages[count] = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) == MAP_FAILED) break;
  for (long i = 0; i < count; i++) munmap(pages[i], 4096);
  return count;
}
static int set(int what, unsigned long long pages, unsigned long long hard) {
  struct rlimit64 l = {pages * 4096 + 5, hard == ~0ull ? ~0ull : hard * 4096 + 7};
  return prlimit64(0, what, &l, NULL);
}
static void show_limit(int what) {
  struct rlimit64 l;
  struct rlimit old;
  prlimit64(0, what, NULL, &l), getrlimit(what, &old);
  say("  soft %s, hard %s, low bits %x %x, the same %d\n", l.rlim_cur == ~0ull ? "none" : "some", l.rlim_max == ~0ull ? "none" : "some",
      (int)(l.rlim_cur & 4095), (int)(l.rlim_max & 4095), l.rlim_cur == ~0ull ? old.rlim_cur == RLIM_INFINITY : old.rlim_cur == l.rlim_cur);
}
static void *wait_for(void *p) {
  while (!*(volatile int *)p) usleep(1000);
  return NULL;
}
static void address_space(const char *who) {
  say("%s\n", who);
  measure();
  CALL(set(RLIMIT_AS, total + 70, total + 5000));
  show_limit(RLIMIT_AS);
  SHOW(map_pages(PROT_NONE));
  CALL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
  CALL(set(RLIMIT_AS, total + 80, total + 5000));
  SHOW(map_pages(PROT_READ | PROT_WRITE));
  CALL(set(RLIMIT_AS, total + 5001, total + 5000));
}
static void data_size(const char *who) {
  say("%s\n", who);
  measure();
  CALL(set(RLIMIT_DATA, data + 50, ~0ull));
  SHOW(map_pages(PROT_READ));
  SHOW(map_pages(PROT_READ | PROT_WRITE));
}
static void host_program(void) {
  fflush(stdout);
  IN_CHILD("host's shell", execl("/bin/sh", "sh", "-c", "ulimit -v; ulimit -Hv; ulimit -d", NULL));
}

int main(int argc, char **argv) {
  if (argc > 1) {
    struct rlimit64 l;
    prlimit64(0, RLIMIT_AS, NULL, &l);
    show_limit(RLIMIT_AS);
    measure();
    CHECK(map_pages(PROT_NONE) == (long)(l.rlim_cur / 4096 - total));
    host_program();
    return guest_status();
  }
  int end = 0;
  show_limit(RLIMIT_AS);
  IN_CHILD("alone", address_space("alone"));
  IN_CHILD("raised again", {
    set(RLIMIT_AS, 30000, 40000);
    CALL(set(RLIMIT_AS, 30000, 50000));
    CALL(set(RLIMIT_AS, 60000, ~0ull));
    show_limit(RLIMIT_AS);
    CALL(set(RLIMIT_AS, 30000, 40000));
    CHECK(setresuid(65534, 65534, 65534) == 0);
    CALL(set(RLIMIT_AS, 30000, 40001));
    CALL(set(RLIMIT_AS, 30000, 40000));
    CALL(set(RLIMIT_AS, 30000, ~0ull));
    CALL(set(RLIMIT_AS, 40000, 40000));
    show_limit(RLIMIT_AS);
    measure();
    CHECK(map_pages(PROT_NONE) == 40000 - total);
  });
  IN_CHILD("data", data_size("data"));
  IN_CHILD("with a thread", {
    pthread_t t;
    pthread_create(&t, NULL, wait_for, &end);
    address_space("with a thread");
  });
  IN_CHILD("a thread under a limit", {
    pthread_t t;
    measure();
    set(RLIMIT_AS, total + 100000, total + 200000);
    CHECK(pthread_create(&t, NULL, wait_for, &end) == 0);
    long before = total;
    measure();
    CHECK(map_pages(PROT_NONE) == before + 100000 - total);
    IN_CHILD("its child", show_limit(RLIMIT_AS));
  });
  IN_CHILD("not privileged", {
    CHECK(setresuid(65534, 65534, 65534) == 0);
    address_space("not privileged");
    CALL(set(RLIMIT_AS, 100, 200));
    CALL(set(RLIMIT_AS, 100, 201));
    show_limit(RLIMIT_AS);
  });
  IN_CHILD("executed", {
    set(RLIMIT_AS, 20000, 30000);
    CALL(execl("/does/not/exist", "x", NULL));
    show_limit(RLIMIT_AS);
    execl(argv[0], "guest", "again", NULL);
  });
  IN_CHILD("both the same, executed", {
    set(RLIMIT_AS, 20000, 20000);
    execl(argv[0], "guest", "again", NULL);
  });
  IN_CHILD("executed by a child of vfork", {
    set(RLIMIT_AS, 20000, 30000);
    pid_t child = vfork();
    if (child == 0) {
      struct rlimit64 l = {25000 * 4096ull, 26000 * 4096ull};
      prlimit64(0, RLIMIT_AS, &l, NULL);
      execl("/bin/sh", "sh", "-c", "ulimit -v; ulimit -Hv", NULL);
      _exit(9);
    }
    reap(child, "child of vfork");
    show_limit(RLIMIT_AS);
    measure();
    CHECK(map_pages(PROT_NONE) == 20000 - total);
  });
  IN_CHILD("set by another", {
    int go[2];
    pipe(go);
    pid_t child = fork();
    if (child == 0) {
      char c;
      close(go[1]);
      read(go[0], &c, 1);
      measure();
      struct rlimit64 l;
      prlimit64(0, RLIMIT_AS, NULL, &l);
      SHOW(l.rlim_cur), SHOW(l.rlim_max);
      CHECK(map_pages(PROT_NONE) == 20000 - total);
      _exit(0);
    }
    struct rlimit64 l = {20000 * 4096ull + 3, 30000 * 4096ull}, old;
    CALL(prlimit64(child, RLIMIT_AS, &l, NULL));
    CALL(prlimit64(child, RLIMIT_AS, NULL, &old));
    CHECK(memcmp(&l, &old, sizeof l) == 0);
    close(go[1]);
    reap(child, "the other");
  });
  IN_CHILD("locks", {
    CHECK(setresuid(65534, 65534, 65534) == 0);
    measure();
    CALL(set(RLIMIT_MEMLOCK, total - 1, total + 20));
    CALL(mlockall(MCL_CURRENT));
    CALL(set(RLIMIT_MEMLOCK, total, total + 20));
    CALL(mlockall(MCL_CURRENT));
    CALL(set(RLIMIT_MEMLOCK, total + 20, total + 20));
    char *pages = mmap(NULL, 40 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int locked = 0;
    while (mlock(pages + locked * 4096, 4096) == 0) locked++;
    SHOW(locked);
    CALL(munlockall());
    CALL(mlockall(MCL_FUTURE));
    CALL(mlock(pages, (total + 20) * 4096));
    CALL(mmap(NULL, (total + 20) * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
    CALL(mmap(NULL, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
    CALL(mlockall(MCL_CURRENT | MCL_ONFAULT));
    CALL(mlockall(MCL_ONFAULT));
    CALL(mlockall(8));
    CALL(mlockall(0));
    CALL(set(RLIMIT_MEMLOCK, 0, 0) | set(RLIMIT_MEMLOCK, 0, 0));
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_MEMLOCK, &none);
    CALL(mlockall(MCL_CURRENT));
    CALL(mlockall(MCL_FUTURE));
  });
  return guest_status();
}
