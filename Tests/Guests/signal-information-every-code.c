// Every signal with every si_code that a process can give itself: as a handler, a waiter and a signalfd see it.
// guest: timeout=30
#include "guest.h"
#include <sys/signalfd.h>

static uint32_t seen[32];
static void handler(int number, siginfo_t *info, void *context) { memcpy(seen, info, sizeof seen); }

static void show(const char *how, int signal, int code, const uint32_t *words, int count) {
  char text[600];
  int length = 0;
  for (int i = 0; i < count; i++)
    if (words[i]) length += sprintf(text + length, " %d:%x", i, words[i]);
  text[length] = 0;
  say("%s %d %d:%s\n", how, signal, code, text);
}

static long queue(int signal, int code) {
  uint32_t words[32];
  for (int i = 0; i < 32; i++) words[i] = 0xa1000000 + i * 0x10101;
  words[0] = signal, words[1] = 7, words[2] = code;
  return kcall(__NR_rt_sigqueueinfo, getpid(), signal, words);
}

int main(void) {
  static const int signals[] = {SIGHUP, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGUSR1, SIGSEGV, SIGCHLD, SIGIO, SIGSYS, 34, 64};
  static const int codes[] = {-1000, -60, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16,
                              20, 0x7f, 0x80, 0x81, 1000};
  for (unsigned s = 0; s < sizeof signals / sizeof *signals; s++) {
    int signal = signals[s];
    struct sigaction a = {.sa_flags = SA_SIGINFO};
    a.sa_sigaction = handler;
    sigaction(signal, &a, NULL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    int descriptor = signalfd(-1, &set, SFD_NONBLOCK);
    for (unsigned c = 0; c < sizeof codes / sizeof *codes; c++) {
      int code = codes[c];
      memset(seen, 0, sizeof seen);
      long result = queue(signal, code);
      if (result) { guest_show_raw("queue", result); continue; }
      show("handler", signal, code, seen, 32);
      sigprocmask(SIG_BLOCK, &set, NULL);
      queue(signal, code);
      uint32_t waited[32];
      memset(waited, 0, sizeof waited);
      struct timespec none = {0, 0};
      result = kcall(__NR_rt_sigtimedwait, &set, waited, &none, 8);
      if (result != signal) guest_show_raw("wait", result);
      show("waiter", signal, code, waited, 32);
      if (signal == SIGSEGV || signal == SIGBUS || signal == SIGSYS) {
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        continue;
      }
      queue(signal, code);
      struct signalfd_siginfo read_info;
      memset(&read_info, 0, sizeof read_info);
      if (read(descriptor, &read_info, sizeof read_info) == sizeof read_info)
        show("descriptor", signal, code, (uint32_t *)&read_info, 32);
      else say("descriptor %d %d: %s\n", signal, code, error_name(errno));
      kcall(__NR_rt_sigtimedwait, &set, waited, &none, 8);
      sigprocmask(SIG_UNBLOCK, &set, NULL);
    }
    close(descriptor);
  }
  return guest_status();
}
