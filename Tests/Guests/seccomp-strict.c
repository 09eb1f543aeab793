// Seccomp's first kind: four calls are left, all others kill; and what may not follow or precede it.
// guest: cflags=-pthread abi=i386,x86_64
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>

static void strict(int what) {
  say("%d strict %d\n", what, prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
  kcall(__NR_write, 1, "written\n", 8);
  if (what == 0) kcall(__NR_exit, 3);
  if (what == 1) kcall(__NR_getpid);
  if (what == 2) kcall(__NR_exit_group, 4);
  if (what == 3) prctl(PR_GET_SECCOMP);
  kcall(__NR_write, 1, "still there\n", 12);
  kcall(__NR_exit, 5);
}


static void handler(int number) { kcall(__NR_write, 1, "handled\n", 8); }

/// The return from a signal is one of the four; on i386 the old one.
static void with_signal(void) {
  on_signal(SIGALRM, (void *)handler, 0);
  say("limited %d\n", (int)kcall(__NR_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
  raise(SIGALRM);
  kcall(__NR_write, 1, "still there\n", 12);
  kcall(__NR_exit, 6);
}

static int p[2];
static void *other(void *word) {
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
  char c = 'a';
  kcall(__NR_write, p[1], &c, 1);
  kcall(__NR_getpid);
  kcall(__NR_write, 1, "still there\n", 12);
  return NULL;
}

/// Only the thread ends, and says so to who joins it.
static void in_thread(void) {
  NEED(pipe(p) == 0);
  pthread_t thread;
  NEED(pthread_create(&thread, NULL, other, NULL) == 0);
  char c = 0;
  NEED(read(p[0], &c, 1) == 1);
  void *end = (void *)5;
  pthread_join(thread, &end);
  say("told %c; the other is there\n", c);
}

int main(void) {
  for (int what = 0; what < 4; what++) IN_CHILD("strict", strict(what));
  IN_CHILD("with a signal", with_signal());
  IN_CHILD("in a thread", in_thread());
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_STRICT, 1, NULL));
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_STRICT, 0, &p));
  struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {1, code};
  NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  CALL(kcall(__NR_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
  CALL(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
  return guest_status();
}
