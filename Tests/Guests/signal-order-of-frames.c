// Several signals pending at once: which handler runs first, on top of which, and what becomes of the call they interrupt.
// guest: timeout=30
#include "guest.h"
#include <sys/select.h>
#include <sys/syscall.h>

static int depth;
static void handler(int number, siginfo_t *info, void *context) {
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  uint32_t low;
  memcpy(&low, &now, 4);
  say("%*s%d code %d mask %x\n", 2 + depth * 2, "", number, info->si_code, low);
  depth++;
  sched_yield();
  depth--;
}
static const int numbers[] = {1, 4, 5, 7, 8, 10, 11, 12, 31, 34, 40};
static void queue_all(void) {
  for (int i = 10; i >= 0; i--) sigqueue(getpid(), numbers[i], (union sigval){.sival_int = i});
}
static void install(int flags) {
  for (int i = 0; i < 11; i++) on_signal(numbers[i], (void *)handler, SA_SIGINFO | flags);
}

int main(void) {
  sigset_t none, all, set;
  sigemptyset(&none), sigfillset(&all);
  install(0);
  say("unblocked at once\n");
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  sigprocmask(SIG_SETMASK, &none, NULL);
  say("by sigsuspend\n");
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  sigsuspend(&none);
  say("rest\n");
  sigprocmask(SIG_SETMASK, &none, NULL);
  say("by ppoll\n");
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  CALL(ppoll(NULL, 0, NULL, &none));
  say("rest\n");
  sigprocmask(SIG_SETMASK, &none, NULL);
  say("taken by sigwaitinfo\n");
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all(), queue_all();
  siginfo_t info;
  struct timespec no = {0, 0};
  int got;
  while ((got = sigtimedwait(&all, &info, &no)) > 0) say("  %d value %d\n", got, info.si_value.sival_int);
  sigprocmask(SIG_SETMASK, &none, NULL);
  say("with SA_NODEFER, from a handler\n");
  install(SA_NODEFER);
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  sigprocmask(SIG_SETMASK, &none, NULL);
  say("with SA_RESETHAND\n");
  install(SA_RESETHAND);
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  sigprocmask(SIG_SETMASK, &none, NULL);
  struct sigaction left;
  for (int i = 0; i < 11; i++) sigaction(numbers[i], NULL, &left), say(" %d", left.sa_handler == SIG_DFL);
  say("\nfirst one decides about the restart\n");
  for (int first = 0; first < 2; first++) {
    on_signal(SIGUSR1, (void *)handler, SA_SIGINFO | (first ? SA_RESTART : 0));
    on_signal(SIGUSR2, (void *)handler, SA_SIGINFO | (first ? 0 : SA_RESTART));
    int p[2], pid = getpid();
    pipe(p);
    pid_t child = fork();
    if (child == 0) {
      pause_ms(40);
      await_state(pid, 'S');
      kill(pid, SIGSTOP);
      await_state(pid, 'T');
      kill(pid, SIGUSR2), kill(pid, SIGUSR1);
      kill(pid, SIGCONT);
      pause_ms(60);
      write(p[1], "x", 1);
      _exit(0);
    }
    char c;
    CALL(read(p[0], &c, 1));
    while (waitpid(child, NULL, 0) == -1) {}
    close(p[0]), close(p[1]);
  }
  say("ignored while pending\n");
  sigprocmask(SIG_BLOCK, &all, NULL), queue_all();
  for (int i = 0; i < 11; i++) signal(numbers[i], SIG_IGN);
  sigpending(&set);
  for (int i = 0; i < 11; i++) say(" %d", sigismember(&set, numbers[i]));
  install(0);
  sigpending(&set);
  for (int i = 0; i < 11; i++) say(" %d", sigismember(&set, numbers[i]));
  say("\n");
  sigprocmask(SIG_SETMASK, &none, NULL);
  return guest_status();
}
