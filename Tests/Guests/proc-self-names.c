// /proc/self/exe, cmdline and comm show the guest; a child and a thread see the same.
#include "guest.h"
#include <pthread.h>
#include <sys/auxv.h>

static char path[PATH_MAX];
static int read_file(const char *name, char *buffer, int size) {
  int fd = open(name, O_RDONLY), n = read(fd, buffer, size - 1);
  close(fd);
  buffer[n > 0 ? n : 0] = 0;
  return n;
}

static void *show(void *who) {
  char text[PATH_MAX], *base;
  ssize_t n = readlink("/proc/self/exe", text, sizeof text - 1);
  text[n > 0 ? n : 0] = 0;
  base = strrchr(text, '/');
  say("%s: exe %s\n", (char *)who, base ? base : text);
  n = read_file("/proc/self/cmdline", text, sizeof text);
  for (int i = 0; i < n; i++)
    if (!text[i]) text[i] = '|';
  base = strrchr(text, '/');
  say("%s: cmdline %s\n", (char *)who, base ? base : text);
  read_file("/proc/self/comm", text, sizeof text);
  say("%s: comm %s", (char *)who, text);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 2) {
    show((void *)"exec");
    say("argv[0] %s\n", argv[0]);
    return 0;
  }
  show((void *)"self");
  char one[PATH_MAX], two[PATH_MAX];
  sprintf(path, "/proc/%d/exe", getpid());
  ssize_t a = readlink(path, one, sizeof one), b = readlink("/proc/self/exe", two, sizeof two);
  CHECK(a == b && memcmp(one, two, a) == 0);
  char tail[8] = "";
  CALL(readlink("/proc/self/exe", tail, 4));
  say("%.4s\n", tail[0] == '/' ? "/..." : tail);
  struct stat s, t;
  CHECK(stat("/proc/self/exe", &s) == 0 && stat((char *)getauxval(AT_EXECFN), &t) == 0 && s.st_ino == t.st_ino);
  int fd = open("/proc/self/exe", O_RDONLY);
  unsigned char head[20];
  read(fd, head, 20);
  say("class %d machine %d\n", head[4], head[18]);
  IN_CHILD("child", show((void *)"child"));
  pthread_t thread;
  pthread_create(&thread, NULL, show, (void *)"thread");
  pthread_join(thread, NULL);
  IN_CHILD("exec", execl("/proc/self/exe", "other name", "x", "y z", NULL));
  return guest_status();
}
