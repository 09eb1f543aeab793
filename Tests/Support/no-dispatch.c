// Runs a program as on a kernel without Syscall User Dispatch: prctl(PR_SET_SYSCALL_USER_DISPATCH) gives EINVAL.
// usage: no-dispatch PROGRAM [ARGUMENTS…]
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: no-dispatch PROGRAM [ARGUMENTS...]\n");
    return 2;
  }
  struct sock_filter code[] = {
      LOAD(arch),    UNLESS(AUDIT_ARCH_X86_64, 5),
      LOAD(nr),      UNLESS(SYS_prctl, 3),
      LOAD(args[0]), UNLESS(59, 1),
      RETURN(SECCOMP_RET_ERRNO | EINVAL), RETURN(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  // Without CAP_SYS_ADMIN the kernel wants no_new_privs first.
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) &&
      (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))) {
    perror("no-dispatch: cannot install the filter");
    return 2;
  }
  execvp(arguments[1], arguments + 1);
  perror(arguments[1]);
  return 127;
}
