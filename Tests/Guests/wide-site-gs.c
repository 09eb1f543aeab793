// guest: abi=x86_64 cflags=-O2,-lpthread timeout=40
// %gs is the program's as soon as it asks for it, by arch_prctl, by wrgsbase or by a selector, and calls go on all the same; each
// thread has its own, a new one its parent's.
#include "guest.h"
#include <asm/prctl.h>
#include <pthread.h>
#include <sys/auxv.h>

__attribute__((naked, noinline)) static long raw(long number, long a, long b, long c) {
  __asm__("mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n mov %rcx, %rdx\n syscall\n cmp $-4095, %rax\n ret\n");
}

static uint64_t asked(void) {
  uint64_t base = 1;
  raw(__NR_arch_prctl, ARCH_GET_GS, (long)&base, 0);
  return base;
}

static uint64_t words[64];
static int hasInstructions;

/// Calls of both kinds, straight on and with a handler.
static int calls(void) {
  int bad = 0, pid = getpid();
  for (int i = 0; i < 50; i++) {
    bad += raw(__NR_getpid, 0, 0, 0) != pid;
    bad += raw(__NR_access, 1, 0, 0) != -EFAULT;
    bad += raw(__NR_brk, 0, 0, 0) <= 0;
  }
  return bad;
}

static void *worker(void *argument) {
  uint64_t inherited = asked();
  int bad = calls();
  raw(__NR_arch_prctl, ARCH_SET_GS, (long)&words[(long)argument], 0);
  for (int i = 0; i < 20; i++) {
    uint64_t word;
    bad += calls();
    __asm__ volatile("mov %%gs:0, %0" : "=r"(word));
    bad += word != (uint64_t)argument * 7;
  }
  return (void *)(long)(bad * 2 + (inherited != 0 && inherited != (uint64_t)words));
}

static void handler(int number) { raw(__NR_access, 1, 0, 0); }

int main(void) {
  hasInstructions = getauxval(AT_HWCAP2) & 2;
  for (int i = 0; i < 64; i++) words[i] = i * 7;
  SHOW(calls());
  SHOW(asked());
  SHOW(raw(__NR_arch_prctl, ARCH_SET_GS, 0, 0));
  SHOW(asked());
  SHOW(calls());
  pthread_t threads[16];
  long bad = 0;
  void *result;
  for (int round = 0; round < 2; round++) {
    for (long i = 0; i < 16; i++) pthread_create(&threads[i], NULL, worker, (void *)i);
    for (int i = 0; i < 16; i++) pthread_join(threads[i], &result), bad += (long)result;
    SHOW(bad);
    // Then with one of the first thread's own, set by the instruction.
    if (hasInstructions) __asm__ volatile("wrgsbase %0" ::"r"(words));
    else raw(__NR_arch_prctl, ARCH_SET_GS, (long)words, 0);
    CHECK(asked() == (uint64_t)words);
    SHOW(calls());
    CHECK(asked() == (uint64_t)words);
  }
  signal(SIGUSR1, handler);
  for (int i = 0; i < 20; i++) raise(SIGUSR1);
  CHECK(asked() == (uint64_t)words);
  int status;
  pid_t child = fork();
  if (child == 0) _exit(calls() || asked() != (uint64_t)words);
  waitpid(child, &status, 0);
  SHOW(status);
  child = vfork();
  if (child == 0) _exit(calls() || asked() != (uint64_t)words);
  waitpid(child, &status, 0);
  SHOW(status);
  SHOW(raw(__NR_arch_prctl, ARCH_SET_GS, 0x7ffffffff000, 0));
  CHECK(asked() == (uint64_t)words);
  __asm__ volatile("mov %0, %%gs" ::"r"(0));
  SHOW(calls());
  raw(__NR_arch_prctl, ARCH_SET_GS, 0, 0);
  SHOW(asked());
  SHOW(calls());
  return guest_status();
}
