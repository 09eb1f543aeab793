// Which of several errors comes first, in calls that map, place, set the clock, or execute.
#include "guest.h"
#include <sys/prctl.h>

#define BAD ((void *)8)

static void try_mmap(const char *what, size_t size, int protection, int flags, int fd) {
  for (int kind = 0; kind < 2; kind++) {
    void *where = kind ? (void *)0xfffff000 : NULL;
    int all = flags | (kind ? MAP_FIXED : 0);
    void *got = mmap(where, size, protection, all, fd, 0);
    say("mmap %s%s: %s\n", what, kind ? ", fixed" : "", got == MAP_FAILED ? error_name(errno) : "mapped");
  }
}

int main(void) {
  put_file("file", "text", 0600);
  int file = open("file", O_RDONLY), path = open("file", O_PATH);
  say("mapping\n");
  try_mmap("nothing", 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  try_mmap("nothing of no file", 0, PROT_READ, MAP_PRIVATE, -1);
  try_mmap("nothing of a name", 0, PROT_READ, MAP_PRIVATE, path);
  try_mmap("nothing of a file", 0, PROT_READ, MAP_PRIVATE, file);
  try_mmap("too much", 0xfffff000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  try_mmap("too much of no file", 0xfffff000, PROT_READ, MAP_PRIVATE, -1);
  try_mmap("too much of a name", 0xfffff000, PROT_READ, MAP_SHARED, path);
  try_mmap("too much of a file", 0xfffff000, PROT_READ | PROT_WRITE, MAP_SHARED, file);
  try_mmap("too much of a file in huge pages", 0xfffff000, PROT_READ, MAP_SHARED | MAP_HUGETLB, file);
  say("placing\n");
  char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(munmap(page + 4096, 4096) == 0);
  memset(page, 0, 4096);
  RAW(kcall(__NR_sched_setaffinity, 0, 128, page + 4096 - 1024));
  RAW(kcall(__NR_sched_setaffinity, 0, 128, page + 4096 - 1));
  RAW(kcall(__NR_sched_setaffinity, 0, 1024, BAD));
  RAW(kcall(__NR_sched_setaffinity, 1000000, 1024, BAD));
  memset(page + 4096 - 32, 0xff, 32);
  // More CPUs than there are need not be there.
  RAW(kcall(__NR_sched_setaffinity, 0, 4096, page + 4096 - 1024));
  say("lists\n");
  void *list;
  RAW(kcall(__NR_get_robust_list, 1000000, &list, BAD));
  RAW(kcall(__NR_get_robust_list, -1, &list, BAD));
  RAW(kcall(__NR_get_robust_list, 0, &list, BAD));
  say("executing\n");
  char *const one[] = {"x", NULL};
  char *const wild[] = {"x", BAD, NULL};
  RAW(kcall(__NR_execve, BAD, BAD, BAD));
  RAW(kcall(__NR_execve, "", BAD, BAD));
  RAW(kcall(__NR_execve, "missing", BAD, BAD));
  RAW(kcall(__NR_execve, "file", BAD, one));
  RAW(kcall(__NR_execve, "file/more", one, BAD));
  RAW(kcall(__NR_execve, ".", one, BAD));
  RAW(kcall(__NR_execve, "/bin/true", one, BAD));
  RAW(kcall(__NR_execve, "/bin/true", BAD, one));
  RAW(kcall(__NR_execve, "/bin/true", wild, one));
  RAW(kcall(__NR_execve, "missing", wild, wild));
  RAW(kcall(__NR_execve, "/proc/self/exe", BAD, one));
  RAW(kcall(__NR_execve, "/proc/self/exe", wild, one));
  RAW(kcall(__NR_execveat, 99, "missing", BAD, BAD, 0));
  RAW(kcall(__NR_execveat, 99, "missing", BAD, BAD, 0x8000));
  RAW(kcall(__NR_execveat, file, "", BAD, BAD, 0x1000));
  RAW(kcall(__NR_execveat, file, "", BAD, BAD, 0));
  return guest_status();
}
