// process_vm_readv and writev on another process of the same width.
#include "guest.h"
#include <sys/uio.h>

int main(void) {
  static char text[16] = "parent text";
  int p[2];
  pipe(p);
  pid_t child = fork();
  if (child == 0) {
    strcpy(text, "child text");
    write(p[1], "x", 1);
    for (;;) pause();
  }
  char c, got[16] = "";
  read(p[0], &c, 1);
  struct iovec local = {got, 16}, remote = {text, 16};
  CALL(process_vm_readv(child, &local, 1, &remote, 1, 0));
  say("%s\n", got);
  strcpy(got, "written");
  CALL(process_vm_writev(child, &local, 1, &remote, 1, 0));
  memset(got, 0, 16);
  CALL(process_vm_readv(child, &local, 1, &remote, 1, 0));
  say("%s\n", got);
  remote.iov_base = (void *)16;
  CALL(process_vm_readv(child, &local, 1, &remote, 1, 0));
  CALL(process_vm_readv(child, &local, 1, &remote, 1, 1));
  kill(child, SIGKILL);
  reap(child, "child");
  return guest_status();
}
