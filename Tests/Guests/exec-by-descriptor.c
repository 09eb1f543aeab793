// fexecve and execveat: by descriptor, relative to a directory, flags and errors.
#include "guest.h"
extern char **environ;

int main(int argc, char **argv) {
  char *args[] = {(char *)"by-fd", (char *)"x", NULL}, here[64];
  if (argc > 1) {
    say("%s %s\n", argv[0], argv[1]);
    return 3;
  }
  int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), bin = open("/bin", O_PATH);
  IN_CHILD("fexecve", fexecve(fd, args, environ));
  IN_CHILD("execveat", kcall(__NR_execveat, fd, "", args, environ, AT_EMPTY_PATH));
  IN_CHILD("directory", kcall(__NR_execveat, bin, "true", args, environ, 0));
  IN_CHILD("native", int n = open("/bin/false", O_RDONLY); fexecve(n, args, environ));
  put_file("script", "#!/bin/sh\nexit 6\n", 0755);
  int script = open("script", O_RDONLY), hidden = open("script", O_RDONLY | O_CLOEXEC);
  IN_CHILD("script", fexecve(script, args, environ));
  IN_CHILD("closed script", CALL(fexecve(hidden, args, environ)));
  RAW(kcall(__NR_execveat, fd, "", args, environ, 0));
  RAW(kcall(__NR_execveat, fd, "x", args, environ, 0));
  RAW(kcall(__NR_execveat, bin, "absent", args, environ, 0));
  RAW(kcall(__NR_execveat, bin, "true", args, environ, 0x1));
  NEED(symlink("/bin/true", "link") == 0);
  RAW(kcall(__NR_execveat, AT_FDCWD, "link", args, environ, AT_SYMLINK_NOFOLLOW));
  RAW(kcall(__NR_execveat, 99, "true", args, environ, 0));
  return guest_status();
}
