// A filter that is given to all threads while threads are being made: none that starts later is without it.
// guest: cflags=-pthread timeout=60
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/prctl.h>

static atomic_int installed, escaped, checked, ended;

static void *look(void *unused) {
  bool must = installed;
  long answer = kcall(__NR_getppid);
  if (must && answer != -31) escaped++;
  if (must) checked++;
  return NULL;
}

static void *make(void *unused) {
  while (!ended) {
    pthread_t threads[4];
    int count = 0;
    for (int i = 0; i < 4; i++) count += pthread_create(threads + count, NULL, look, NULL) == 0;
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    look(NULL);
  }
  return NULL;
}

static void round_of(int number) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 31),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {4, code};
  pthread_t makers[3];
  for (int i = 0; i < 3; i++) NEED(pthread_create(makers + i, NULL, make, NULL) == 0);
  pause_ms(number % 7);
  // A thread that the makers make may be told of as one that cannot follow only if it has a filter of its own.
  NEED(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0);
  installed = 1;
  while (checked < 60) pause_ms(1);
  ended = 1;
  for (int i = 0; i < 3; i++) pthread_join(makers[i], NULL);
  exit(escaped == 0 ? guest_status() : 77);
}

static atomic_int ready, go;
static void *install_own(void *delay) {
  struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {1, &allow};
  ready = 1;
  while (!go) {}
  for (volatile int i = 0; i < (int)(long)delay; i++) {}
  NEED(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0);
  ready = 2;
  while (go != 2) {}
  return (void *)(long)kcall(__NR_getppid);
}

/// A thread installs a filter of its own while another one gives it one: it has both, or the other is told.
static void cross(int number) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 31),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {4, code};
  pthread_t thread;
  NEED(pthread_create(&thread, NULL, install_own, (void *)(long)(number * 37 % 4000)) == 0);
  while (!ready) {}
  go = 1;
  long result = kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  while (ready != 2) {}
  go = 2;
  void *answer;
  pthread_join(thread, &answer);
  _exit(result == 0 ? (long)answer == -31 ? 0 : 77 : result > 0 && (long)answer >= 0 ? 0 : 78);
}

int main(void) {
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  int wrong = 0;
  for (int number = 0; number < 300; number++) {
    pid_t child = fork();
    if (child == 0) cross(number);
    int status;
    waitpid(child, &status, 0);
    wrong += status != 0;
  }
  SHOW(wrong);
  for (int number = 0; number < 30; number++) {
    char who[32];
    snprintf(who, sizeof who, "round %d", number);
    IN_CHILD(who, round_of(number));
  }
  return guest_status();
}
