// execve of this program, a native 64-bit program, a script, and of what cannot run.
#include "guest.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    say("again: %d %s %s\n", argc, argv[0], argv[1]);
    return 17;
  }
  char self[PATH_MAX], script[PATH_MAX + 64];
  self[readlink("/proc/self/exe", self, sizeof self - 1)] = 0;
  IN_CHILD("self", execl(self, "zero", "one", NULL));
  IN_CHILD("true", execl("/bin/true", "true", NULL));
  IN_CHILD("false", execl("/bin/false", "false", NULL));
  IN_CHILD("echo", execl("/bin/echo", "echo", "native", "words", NULL));
  put_file("shell-script", "#!/bin/sh\necho \"script $0 $1\"\nexit 3\n", 0755);
  IN_CHILD("script", execl("./shell-script", "ignored", "argument", NULL));
  sprintf(script, "#!%s option with spaces \n", self);
  put_file("own-script", script, 0755);
  if (strlen(self) < 200) {
    pid_t child = fork();
    if (child == 0) {
      dup2(open("output", O_CREAT | O_RDWR, 0600), 1);
      execl("./own-script", "ignored", "argument", NULL);
      _exit(99);
    }
    reap(child, "own script");
    char text[PATH_MAX] = "";
    int fd = open("output", O_RDONLY);
    read(fd, text, sizeof text - 1);
    CHECK(strstr(text, "again: 4 ") && strstr(text, " option with spaces\n"));
  }
  put_file("no-permission", "#!/bin/sh\n", 0644);
  put_file("not-elf", "just text", 0755);
  put_file("empty", "", 0755);
  put_file("no-interpreter", "#!/no/such/interpreter\n", 0755);
  put_file("short-elf", "\177ELF\001\001\001", 0755);
  mkdir("directory", 0755);
  char *args[] = {(char *)"x", NULL};
  CALL(execv("absent", args));
  CALL(execv("no-permission", args));
  CALL(execv("not-elf", args));
  CALL(execv("empty", args));
  CALL(execv("no-interpreter", args));
  CALL(execv("short-elf", args));
  CALL(execv("directory", args));
  CALL(execv("not-elf/below", args));
  RAW(kcall(__NR_execve, 16, args, 0));
  RAW(kcall(__NR_execve, "/bin/true", 16, 0));
  RAW(kcall(__NR_execve, "/bin/true", args, 16));
  RAW(kcall(__NR_execve, "", args, 0));
  symlink("loop", "loop");
  RAW(kcall(__NR_execve, "loop", args, 0));
  return guest_status();
}
