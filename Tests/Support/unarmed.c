// Runs a program whose request for Syscall User Dispatch is answered with success and not carried out: what do calls cost
// where nothing has to be armed? For measuring only: calls that do not come through the vDSO escape.
// usage: unarmed PROGRAM [ARGUMENTS…]
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: unarmed PROGRAM [ARGUMENTS...]\n");
    return 2;
  }
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(arguments[1], arguments + 1);
    perror(arguments[1]);
    _exit(127);
  }
  int status, isDispatch = 0;
  while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    struct user_regs_struct registers;
    ptrace(PTRACE_GETREGS, child, 0, &registers);
    if (isDispatch) {
      registers.rax = 0;
      ptrace(PTRACE_SETREGS, child, 0, &registers);
      ptrace(PTRACE_DETACH, child, 0, 0);
      waitpid(child, &status, 0);
      break;
    }
    if (registers.orig_rax == SYS_prctl && registers.rdi == 59) {
      isDispatch = 1;
      registers.orig_rax = -1;
      ptrace(PTRACE_SETREGS, child, 0, &registers);
    }
    ptrace(PTRACE_SYSCALL, child, 0, 0);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
