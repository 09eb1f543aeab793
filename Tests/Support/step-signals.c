// Runs a program (Tests/Guests/gateway-stepped.c) that calls the kernel again and again, and lets a signal come at each
// instruction of the call: at the first in one round, at the second in the next, to the last.
// usage: step-signals [--wide] PROGRAM [ARGUMENTS…]
//
// With --wide the program is a 64-bit guest, whose own code lies low (Tests/Guests/wide-gateway-stepped.c).
//
// The program says by SIGCHLD that another kind of call is next, by SIGWINCH that a call is, and its handler by SIGURG
// that it has run. One call of each kind is stepped through; in the rounds that follow a breakpoint register stops at the
// instruction that is meant, as a step takes a millisecond in a nested virtual machine.
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

// A site traps some rounds long before it is patched; the calls are the same after that.
enum { code64 = 0x33, warm = 80, longest = 4096 };

static pid_t child;
static int status, isWide;
/// The signal that the child stopped at and has not been given; 0 after a step and at a breakpoint.
static int pending;
/// The way of one call, from where SIGWINCH was sent; the instructions from `first` on belong to the call that is meant.
static unsigned long long way[longest];
static int first, count;

static void fail(const char *what) {
  fprintf(stderr, "step-signals: %s: %s\n", what, strerror(errno));
  kill(child, SIGKILL);
  exit(1);
}

/// Lets the program go on and waits until it stops; true as long as it has not ended.
static int resume(int request) {
  if (ptrace(request, child, 0, (long)pending) != 0) fail("ptrace");
  if (waitpid(child, &status, 0) != child) fail("waitpid");
  if (!WIFSTOPPED(status)) return 0;
  pending = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
  return 1;
}

static struct user_regs_struct registers(void) {
  struct user_regs_struct now;
  if (ptrace(PTRACE_GETREGS, child, 0, &now) != 0) fail("PTRACE_GETREGS");
  return now;
}

/// Whether the child is not in the program's own code; page zero is not (Tests/Guests/page-zero-stepped.c).
static int isAway(struct user_regs_struct now) { return now.rip < 0x1000 || (isWide ? now.rip >= 0x10000000 : now.cs == code64); }

/// Steps out of the call that sent SIGWINCH, through guest code, and through the call that is meant.
static int record(void) {
  enum { leaving, between, within } phase = leaving;
  count = first = 0;
  while (count < longest) {
    if (!resume(PTRACE_SINGLESTEP)) return 0;
    struct user_regs_struct now = registers();
    int away = isAway(now);
    if (phase == leaving && !away) phase = between;
    else if (phase == between && away) phase = within, first = count;
    else if (phase == within && !away) return 1;
    way[count++] = now.rip;
  }
  fprintf(stderr, "step-signals: a call has more than %d instructions\n", longest);
  count = 0;
  return 1;
}

static void watch(unsigned long long address) {
  size_t registers = offsetof(struct user, u_debugreg);
  size_t size = sizeof ((struct user *)0)->u_debugreg[0];
  if (address && ptrace(PTRACE_POKEUSER, child, registers, address) != 0) fail("a breakpoint register");
  if (ptrace(PTRACE_POKEUSER, child, registers + 7 * size, address ? 1 : 0) != 0) fail("the breakpoint control register");
}

/// Goes on from one instruction of the way to another; 1 when it is there, 0 when the call did not come by, -1 at the
/// program's end.
static int reach(int from, int index) {
  int passes = 1;
  for (int i = from + 1; i < index; i++) passes += way[i] == way[index];
  watch(way[index]);
  while (passes) {
    if (!resume(PTRACE_CONT)) return -1;
    if (WSTOPSIG(status) != SIGTRAP) break;
    passes--;
  }
  watch(0);
  return passes == 0;
}

/// The same for a call that is stepped through until `parting`: where the trap flag is seen, the way is another one.
static int reach_stepped(int parting, int index) {
  int there = reach(-1, first);
  for (int i = first; there == 1 && i < parting; i++) {
    if (!resume(PTRACE_SINGLESTEP)) return -1;
    there = registers().rip == way[i + 1];
  }
  return there == 1 && index > parting ? reach(parting, index) : there;
}

int main(int argument_count, char **arguments) {
  isWide = argument_count > 1 && strcmp(arguments[1], "--wide") == 0;
  argument_count -= isWide;
  arguments += isWide;
  if (argument_count < 2) {
    fprintf(stderr, "usage: step-signals [--wide] PROGRAM [ARGUMENTS...]\n");
    return 2;
  }
  child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execvp(arguments[1], arguments + 1);
    _exit(127);
  }
  int sent = 0, handled = 0, missed = 0, kinds = 0, covered = 0, round = 0, next = 0;
  // The first instruction that only a stepped call has, and whether the next round is stepped.
  int parting = -1, is_stepped = 0;
  if (waitpid(child, &status, 0) != child) fail("waitpid");
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
  while (resume(PTRACE_CONT)) {
  stopped:
    if (pending == SIGURG) {
      handled++;
      pending = 0;
    } else if (pending == SIGCHLD) {
      kinds++;
      round = next = count = pending = 0;
    } else if (pending == SIGWINCH) {
      pending = 0;
      if (round++ < warm) continue;
      if (count == 0) {
        if (!record()) break;
        next = first;
        parting = -1;
      } else if (next < count) {
        int there = is_stepped ? reach_stepped(parting, next) : reach(-1, next);
        if (there < 0) break;
        if (!there && !is_stepped) {
          if (parting < 0) parting = next;
          is_stepped = 1;
          goto stopped;
        }
        missed += !there;
        is_stepped = 0;
        covered += ++next == count;
        if (!there) goto stopped;
        pending = SIGUSR1;
        sent++;
      }
    }
  }
  if (sent == 0 || sent != handled || covered != kinds || missed * 20 > sent) {
    fprintf(stderr, "step-signals: %d signals sent, %d handled; %d instructions not met; %d of %d calls covered\n", sent,
            handled, missed, covered, kinds);
    return 1;
  }
  if (WIFSIGNALED(status)) {
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
  }
  return WEXITSTATUS(status);
}
