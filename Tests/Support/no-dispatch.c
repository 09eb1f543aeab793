// Runs a program as on a kernel without Syscall User Dispatch: prctl(PR_SET_SYSCALL_USER_DISPATCH) gives EINVAL.
// With --no-seccomp also as in a sandbox that forbids filters: what installs one gives EPERM.
// usage: no-dispatch [--no-seccomp] PROGRAM [ARGUMENTS…]
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define INSTALL(code) install((code), sizeof(code) / sizeof *(code))

static void install(struct sock_filter *code, unsigned short length) {
  struct sock_fprog program = {length, code};
  // Without CAP_SYS_ADMIN the kernel wants no_new_privs first.
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) &&
      (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))) {
    perror("no-dispatch: cannot install the filter");
    _exit(2);
  }
}

int main(int count, char **arguments) {
  int without_seccomp = count > 1 && strcmp(arguments[1], "--no-seccomp") == 0;
  count -= without_seccomp;
  arguments += without_seccomp;
  if (count < 2) {
    fprintf(stderr, "usage: no-dispatch [--no-seccomp] PROGRAM [ARGUMENTS...]\n");
    return 2;
  }
  struct sock_filter dispatch[] = {
      LOAD(arch),    UNLESS(AUDIT_ARCH_X86_64, 5),
      LOAD(nr),      UNLESS(SYS_prctl, 3),
      LOAD(args[0]), UNLESS(59, 1),
      RETURN(SECCOMP_RET_ERRNO | EINVAL), RETURN(SECCOMP_RET_ALLOW),
  };
  INSTALL(dispatch);
  // The last one, because it forbids the next.
  struct sock_filter seccomp[] = {
      LOAD(arch),    UNLESS(AUDIT_ARCH_X86_64, 7),
      LOAD(nr),      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 4, 0), UNLESS(SYS_prctl, 4),
      LOAD(args[0]), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 1, 0),
      RETURN(SECCOMP_RET_ALLOW),
      RETURN(SECCOMP_RET_ERRNO | EPERM), RETURN(SECCOMP_RET_ALLOW),
  };
  if (without_seccomp) INSTALL(seccomp);
  execvp(arguments[1], arguments + 1);
  perror(arguments[1]);
  return 127;
}
