/// What every guest program shares: printing without stdio, raw i386 system calls by both entries, checks.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <asm/unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

static int guest_failures;

/// Writes formatted text to standard output in one call; may be used in signal handlers and after fork.
__attribute__((format(printf, 1, 2), unused)) static void say(const char *format, ...) {
  char text[2048];
  int saved = errno;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof text) length = sizeof text - 1;
  for (int done = 0; done < length;) {
    ssize_t n = write(1, text + done, length - done);
    if (n > 0) done += n;
    else if (errno != EINTR) break;
  }
  errno = saved;
}

__attribute__((unused)) static void guest_check(bool good, const char *what, const char *file, int line) {
  if (good) {
    say("ok: %s\n", what);
    return;
  }
  const char *slash = strrchr(file, '/');
  __atomic_add_fetch(&guest_failures, 1, __ATOMIC_RELAXED);
  say("FAIL: %s (%s:%d)\n", what, slash ? slash + 1 : file, line);
}

/// Prints `ok: condition` or `FAIL: condition`, and remembers a failure for `guest_status`.
#define CHECK(condition) guest_check((condition), #condition, __FILE__, __LINE__)

/// Prints an expression and its value as a signed number.
#define SHOW(expression) say(#expression " = %lld\n", (long long)(expression))

/// The exit status of a program whose checks all held: 0, else 1.
__attribute__((unused)) static int guest_status(void) { return guest_failures != 0; }

/// The name of an errno value, or of success.
__attribute__((unused)) static const char *error_name(int error) {
  if (error == 0) return "0";
  const char *name = strerrorname_np(error);
  return name ? name : "unknown errno";
}

__attribute__((unused)) static void guest_show_raw(const char *what, long result) {
  if (result < 0 && result > -4096) say("%s = -%s\n", what, error_name(-result));
  else say("%s = %ld\n", what, result);
}

__attribute__((unused)) static void guest_show_call(const char *what, long result) {
  if (result == -1) say("%s = -%s\n", what, error_name(errno));
  else say("%s = %ld\n", what, result);
}

/// Prints a raw call and its result: a number, or the name of its error.
#define RAW(expression) guest_show_raw(#expression, (long)(expression))

/// Prints a libc call and its result: a number, or the name of `errno`.
#define CALL(expression) guest_show_call(#expression, (errno = 0, (long)(expression)))

/// Ends the program when its preparation failed: the kernel's run then shows it.
#define NEED(condition)                                                             \
  do {                                                                              \
    if (!(condition)) {                                                             \
      say("FAIL: needed %s: %s (line %d)\n", #condition, error_name(errno), __LINE__); \
      exit(99);                                                                     \
    }                                                                               \
  } while (0)

/// The i386 call by `int $0x80` and by the vDSO entry that the C library uses; the raw result. In a 64-bit build both are
/// the x86-64 call by `syscall`, with padding behind it as compilers put there, so that it can be patched.
long guest_int80(long number, ...) __attribute__((visibility("hidden")));
long guest_entry(long number, ...) __attribute__((visibility("hidden")));

#ifdef __x86_64__
#define GUEST_RAW_CALL(name, instruction)                                   \
  __asm__(".text\n.type " name ", @function\n" name ":\n"                   \
          "  mov %rdi, %rax\n  mov %rsi, %rdi\n  mov %rdx, %rsi\n"          \
          "  mov %rcx, %rdx\n  mov %r8, %r10\n  mov %r9, %r8\n"             \
          "  mov 8(%rsp), %r9\n  syscall\n  ret\n.balign 16\n.size " name ", . - " name "\n")
#else
#define GUEST_RAW_CALL(name, instruction)                          \
  __asm__(".text\n.type " name ", @function\n" name ":\n"          \
          "  push %ebx\n  push %esi\n  push %edi\n  push %ebp\n"   \
          "  mov 20(%esp), %eax\n  mov 24(%esp), %ebx\n"           \
          "  mov 28(%esp), %ecx\n  mov 32(%esp), %edx\n"           \
          "  mov 36(%esp), %esi\n  mov 40(%esp), %edi\n"           \
          "  mov 44(%esp), %ebp\n  " instruction "\n"              \
          "  pop %ebp\n  pop %edi\n  pop %esi\n  pop %ebx\n  ret\n" \
          ".size " name ", . - " name "\n")
#endif
GUEST_RAW_CALL("guest_int80", "int $0x80");
GUEST_RAW_CALL("guest_entry", "call *%gs:0x10");

#define int80(...) guest_int80(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define kcall(...) guest_entry(__VA_ARGS__, 0, 0, 0, 0, 0, 0)

/// Waits for a child and prints how it ended.
__attribute__((unused)) static int reap(pid_t child, const char *who) {
  int status = 0;
  pid_t got;
  while ((got = waitpid(child, &status, 0)) == -1 && errno == EINTR) {}
  if (got != child) say("%s: waitpid failed: %s\n", who, error_name(errno));
  else if (WIFEXITED(status)) say("%s: exit %d\n", who, WEXITSTATUS(status));
  else if (WIFSIGNALED(status)) say("%s: killed by SIG%s\n", who, sigabbrev_np(WTERMSIG(status)));
  return status;
}

/// Runs the rest of the arguments in a child process, and prints how it ended.
#define IN_CHILD(who, ...)                         \
  do {                                             \
    pid_t guest_child = fork();                    \
    if (guest_child == 0) {                        \
      __VA_ARGS__;                                 \
      _exit(0);                                    \
    }                                              \
    reap(guest_child, who);                        \
  } while (0)

/// Sleeps for a number of milliseconds, whatever signals come.
__attribute__((unused)) static void pause_ms(long ms) {
  struct timespec left = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&left, &left) == -1 && errno == EINTR) {}
}

/// Waits, five seconds at most, until the process is in this state of /proc/PID/stat: S asleep, T stopped.
__attribute__((unused)) static void await_state(pid_t process, char state) {
  for (int i = 0; i < 5000; i++) {
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    int fd = open(path, O_RDONLY);
    if (fd >= 0) {
      if (read(fd, line, sizeof line - 1) < 0) line[0] = 0;
      close(fd);
    }
    char *end = strrchr(line, ')');
    if (end && end[1] && end[2] == state) return;
    usleep(1000);
  }
}

/// Milliseconds of the monotonic clock.
__attribute__((unused)) static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/// Installs a handler; with SA_SIGINFO the handler gets three arguments.
__attribute__((unused)) static void on_signal(int number, void *handler, int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  if (flags & SA_SIGINFO) action.sa_sigaction = (void (*)(int, siginfo_t *, void *))handler;
  else action.sa_handler = (void (*)(int))handler;
  action.sa_flags = flags;
  NEED(sigaction(number, &action, NULL) == 0);
}

/// Creates a file with the given text, or ends the program.
__attribute__((unused)) static void put_file(const char *path, const char *text, mode_t mode) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
  NEED(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text) && close(file) == 0);
}

#ifdef __cplusplus
}
#endif
