// Runs a command under a seccomp filter that kills the process at any call whose arch is not x86-64:
// proof that nothing of Dragoman leans on the kernel's 32-bit entry.
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "--") == 0) argv++, argc--;
  if (argc < 2) {
    fprintf(stderr, "usage: only64 PROGRAM [ARGS...]\n");
    return 2;
  }
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  // Without CAP_SYS_ADMIN the kernel wants no_new_privs first; with it, set-user-ID programs keep working.
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1 &&
      (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)) {
    perror("only64: cannot install the filter");
    return 2;
  }
  execvp(argv[1], argv + 1);
  fprintf(stderr, "only64: %s: %s\n", argv[1], strerror(errno));
  return errno == ENOENT ? 127 : 126;
}
