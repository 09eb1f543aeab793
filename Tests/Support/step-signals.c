// Runs a program (Tests/Guests/gateway-stepped.c) that calls the kernel again and again, and lets a signal come at each
// instruction of the call: at the first in the first round, at the second in the next …
// usage: step-signals PROGRAM [ARGUMENTS…]
//
// The program says by SIGCHLD that another kind of call is next, by SIGWINCH that a call is, and its handler by SIGURG
// that it has run.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { code32 = 0x23, code64 = 0x33, exhaustive = 150, stride = 17 };

static pid_t child;

static void fail(const char *what) {
  fprintf(stderr, "step-signals: %s: %s\n", what, strerror(errno));
  kill(child, SIGKILL);
  exit(1);
}

/// Lets the program go on and waits until it stops; true as long as it has not ended.
static int resume(int request, int sent, int *status) {
  if (ptrace(request, child, 0, (long)sent) != 0) fail("ptrace");
  if (waitpid(child, status, 0) != child) fail("waitpid");
  return WIFSTOPPED(*status);
}

static struct user_regs_struct registers(void) {
  struct user_regs_struct now;
  if (ptrace(PTRACE_GETREGS, child, 0, &now) != 0) fail("PTRACE_GETREGS");
  return now;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: step-signals PROGRAM [ARGUMENTS...]\n");
    return 2;
  }
  child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execvp(arguments[1], arguments + 1);
    _exit(127);
  }
  int status, deliver = 0;
  long depth = 1, sent = 0, handled = 0, deepest = 0;
  int isCovered = 1, covered = 0;
  if (waitpid(child, &status, 0) != child) fail("waitpid");
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
  while (resume(PTRACE_CONT, deliver, &status)) {
    deliver = WSTOPSIG(status);
    if (deliver == SIGTRAP) deliver = 0;
    if (deliver == SIGURG) {
      handled++;
      deliver = 0;
    }
    if (deliver == SIGCHLD) {
      deliver = 0;
      depth = 1;
      isCovered = 0;
    }
    if (deliver != SIGWINCH) continue;
    deliver = 0;
    if (isCovered) continue;
    // Out of the call that sent SIGWINCH, through guest code, into the call that is meant.
    int phase = 0;
    long steps = 0;
    while (steps < depth) {
      if (!resume(PTRACE_SINGLESTEP, deliver, &status)) goto ended;
      deliver = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
      int is64 = registers().cs == code64;
      if (phase == 0 && !is64) phase = 1;
      else if (phase == 1 && is64) phase = 2;
      else if (phase == 2 && !is64) break;
      if (phase == 2) steps++;
    }
    if (steps < depth) {
      isCovered = 1;
      covered++;
      continue;
    }
    if (steps > deepest) deepest = steps;
    deliver = SIGUSR1;
    sent++;
    depth += depth < exhaustive ? 1 : stride;
  }
ended:
  if (sent != handled || covered == 0) {
    fprintf(stderr, "step-signals: %ld signals sent, %ld handled, %d calls covered, at most %ld instructions\n", sent, handled,
            covered, deepest);
    return 1;
  }
  if (WIFSIGNALED(status)) {
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
  }
  return WEXITSTATUS(status);
}
