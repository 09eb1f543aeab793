// guest: abi=x86_64 cflags=-O2,-lpthread timeout=60
// A warm program does for the first time what the resident has to see: signals, threads, processes, code, another program.
#include "guest.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

extern char **environ;

static void warm(int calls) {
  int parent = getppid(), bad = 0;
  for (int i = 0; i < calls; i++) bad += getppid() != parent;
  SHOW(bad);
}

static sigjmp_buf back;
static volatile int on_stack, caught, faulted;
static char stack[64 * 1024];
static void handler(int signal) {
  char here;
  caught++;
  on_stack = &here >= stack && &here < stack + sizeof stack;
}
static void fault(int signal) {
  faulted++;
  siglongjmp(back, 1);
}

static void signals(void) {
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  SHOW(sigaltstack(&alternate, NULL));
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
  SHOW(sigaction(SIGUSR1, &action, NULL));
  raise(SIGUSR1);
  raise(SIGUSR1);
  SHOW(caught);
  SHOW(on_stack);
  stack_t now;
  sigaltstack(NULL, &now);
  SHOW(now.ss_sp == stack);
  SHOW(now.ss_flags);
  action.sa_handler = fault;
  sigaction(SIGSEGV, &action, NULL);
  for (int i = 0; i < 3; i++)
    if (!sigsetjmp(back, 1)) *(volatile int *)8 = 1;
  SHOW(faulted);
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, &old);
  raise(SIGUSR1);
  SHOW(caught);
  sigprocmask(SIG_SETMASK, &old, NULL);
  SHOW(caught);
  // A handler without SA_RESTART ends a read, one with it does not.
  int ends[2];
  pipe(ends);
  action.sa_handler = handler;
  action.sa_flags = 0;
  sigaction(SIGALRM, &action, NULL);
  struct itimerval soon = {.it_value.tv_usec = 50000};
  setitimer(ITIMER_REAL, &soon, NULL);
  char byte;
  SHOW(read(ends[0], &byte, 1));
  SHOW(errno == EINTR);
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, NULL);
  pid_t writer = fork();
  if (writer == 0) {
    usleep(200000);
    write(ends[1], "x", 1);
    _exit(0);
  }
  setitimer(ITIMER_REAL, &soon, NULL);
  SHOW(read(ends[0], &byte, 1));
  SHOW(caught);
  int status;
  while (waitpid(writer, &status, 0) < 0) continue;
  SHOW(status);
}

static int total;
static void *worker(void *argument) {
  for (int i = 0; i < 200; i++) __atomic_add_fetch(&total, getppid() == (long)argument, __ATOMIC_RELAXED);
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  return argument;
}
static void *sleeper(void *argument) {
  sem_post(argument);
  for (;;) pause();
}

static void threads(void) {
  pthread_t some[8];
  int joined = 0;
  for (int i = 0; i < 8; i++) pthread_create(&some[i], NULL, worker, (void *)(long)getppid());
  for (int i = 0; i < 8; i++) {
    void *result;
    pthread_join(some[i], &result);
    joined += (long)result == getppid();
  }
  SHOW(joined);
  SHOW(total);
  sem_t began;
  sem_init(&began, 0, 0);
  pthread_t other;
  pthread_create(&other, NULL, sleeper, &began);
  sem_wait(&began);
  pthread_cancel(other);
  void *result;
  pthread_join(other, &result);
  SHOW(result == PTHREAD_CANCELED);
}

static void processes(void) {
  int status;
  pid_t child = fork();
  if (child == 0) _exit(getppid() == 1 ? 1 : 7);
  waitpid(child, &status, 0);
  SHOW(WEXITSTATUS(status));
  char *command[] = {"sh", "-c", "exit 9", NULL};
  child = vfork();
  if (child == 0) {
    execv("/bin/sh", command);
    _exit(1);
  }
  waitpid(child, &status, 0);
  SHOW(WEXITSTATUS(status));
  posix_spawn(&child, "/bin/sh", NULL, NULL, command, environ);
  waitpid(child, &status, 0);
  SHOW(WEXITSTATUS(status));
  child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) syscall(SYS_exit_group, 5);
  waitpid(child, &status, 0);
  SHOW(WEXITSTATUS(status));
}

static void code(void) {
  fflush(stdout);
  // mov $110, %eax; syscall; ret
  static const unsigned char bytes[] = {0xb8, 110, 0, 0, 0, 0x0f, 0x05, 0xc3};
  unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(page, bytes, sizeof bytes);
  SHOW(mprotect(page, 4096, PROT_READ | PROT_EXEC));
  int bad = 0;
  for (int i = 0; i < 100; i++) bad += ((int (*)(void))page)() != getppid();
  SHOW(bad);
  SHOW(munmap(page, 4096));
  // The same of a file, with calls that a library would make: fork, where a jump fits behind it and where none does.
  static const unsigned char calls[] = {
      0xb8, 57, 0, 0, 0, 0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff, 0xc3, 0xcc, 0xcc,
      0xb8, 57, 0, 0, 0, 0x0f, 0x05, 0xe3, 0x00, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc};
  for (int which = 0; which < 2; which++) {
    int file = memfd_create("code", 0);
    unsigned char nothing[4096];
    memset(nothing, 0x90, sizeof nothing);
    write(file, nothing, sizeof nothing);
    pwrite(file, calls + 16 * which, 16, 2048);
    page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
    for (int i = 0; i < 3; i++) {
      pid_t child = ((int (*)(void))(page + 2048))();
      if (child == 0) {
        threads();
        _exit(3);
      }
      int status;
      waitpid(child, &status, 0);
      SHOW(WEXITSTATUS(status));
    }
    munmap(page, 4096);
    close(file);
    warm(3000);
  }
}

int main(int count, char **arguments) {
  if (count > 1 && !strcmp(arguments[1], "again")) {
    warm(2000);
    SHOW(caught);
    return guest_status();
  }
  warm(4000);
  signals();
  threads();
  processes();
  code();
  warm(4000);
  signals();
  char *again[] = {arguments[0], "again", NULL};
  fflush(stdout);
  execv("/proc/self/exe", again);
  return 1;
}
