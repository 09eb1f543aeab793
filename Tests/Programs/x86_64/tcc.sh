#!/bin/bash
# tcc: programs compiled into memory and run there (code that no file holds), and programs made by it.

program() {
  cat >prog.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
static volatile int seen;
static void handler(int n) { seen += n; }
static long bare(long number, long a) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a) : "rcx", "r11", "memory");
  return result;
}
int main(int argc, char **argv) {
  signal(SIGUSR1, handler);
  for (int i = 0; i < 100; i++) raise(SIGUSR1);
  printf("%d signals\n", seen / SIGUSR1);
  int bad = 0;
  for (int i = 0; i < 5000; i++) bad += bare(SYS_getpid, 0) != getpid();
  printf("%d bad\n", bad);
  printf("close %ld, none %ld\n", bare(SYS_close, 999), bare(100000, 0));
  fflush(stdout);
  int status;
  if (fork() == 0) return bare(SYS_getppid, 0) == getppid() ? 7 : 8;
  wait(&status);
  printf("child %d, argument %s\n", WEXITSTATUS(status), argc > 1 ? argv[1] : "none");
  return 3;
}
EOF
}

case_run() {
  program
  status tcc -run prog.c word
  tcc -o prog prog.c
  status ./prog word
  tcc -bench -c prog.c 2>&1 | grep -c lines
}

case_script() {
  printf '#!/usr/bin/tcc -run\n#include <stdio.h>\nint main(int c, char **v) { printf("script %%s %%d\\n", v[1], c); return 5; }\n' >s.c
  chmod +x s.c
  status ./s.c one
  for n in 1 2 3 4 5; do echo "int main() { return $n; }" | status tcc -run -; done
}

. /suites/lib.sh
