// What can be done to a process through a descriptor, and compared of two: pidfd_open, pidfd_getfd, pidfd_send_signal,
// process_madvise, process_mrelease, kcmp, waiting and what its name space is.
#include "guest.h"
#include <linux/kcmp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int main(void) {
  int pipes[2];
  NEED(pipe(pipes) == 0);
  pid_t child = fork();
  if (child == 0) {
    int fd = dup2(pipes[1], 77);
    char *p = mmap((void *)0x30000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    memcpy(p, "guest", 5);
    write(fd, "r", 1);
    for (;;) pause();
  }
  char c;
  NEED(read(pipes[0], &c, 1) == 1);
  int fd = syscall(__NR_pidfd_open, child, 0);
  CALL(fd < 0 ? -1 : 0);
  CALL(syscall(__NR_pidfd_open, child, 1));
  CALL(syscall(__NR_pidfd_open, 0, 0));
  CALL(syscall(__NR_pidfd_open, -1, 0));
  int got = syscall(__NR_pidfd_getfd, fd, 77, 0);
  CALL(got < 0 ? -1 : 0);
  CALL(write(got, "x", 1));
  CALL(read(pipes[0], &c, 1));
  CALL(syscall(__NR_pidfd_getfd, fd, 78, 0));
  CALL(syscall(__NR_pidfd_getfd, fd, 77, 1));
  CALL(syscall(__NR_kcmp, getpid(), child, KCMP_FILE, pipes[1], 77));
  CALL(syscall(__NR_kcmp, getpid(), getpid(), KCMP_FILE, pipes[0], pipes[0]));
  CALL(syscall(__NR_kcmp, getpid(), child, KCMP_VM, 0, 0) > 0);
  CALL(syscall(__NR_kcmp, getpid(), getpid(), KCMP_VM, 0, 0));
  CALL(syscall(__NR_kcmp, getpid(), child, 99, 0, 0));
  CALL(syscall(__NR_kcmp, getpid(), child, KCMP_FILE, pipes[1], 1000));
  struct iovec v = {(void *)0x30000000, 8192}, bad = {(void *)0x30000001, 4096}, out = {(void *)0x30000000, 0x10000};
  CALL(syscall(__NR_process_madvise, fd, &v, 1, MADV_COLD, 0));
  CALL(syscall(__NR_process_madvise, fd, &v, 1, MADV_DONTNEED, 0));
  CALL(syscall(__NR_process_madvise, fd, &bad, 1, MADV_COLD, 0));
  CALL(syscall(__NR_process_madvise, fd, &out, 1, MADV_COLD, 0));
  CALL(syscall(__NR_process_madvise, fd, &v, 1, MADV_COLD, 1));
  CALL(syscall(__NR_process_madvise, fd, 8, 1, MADV_COLD, 0));
  CALL(syscall(__NR_process_madvise, fd, &v, 2000, MADV_COLD, 0));
  CALL(syscall(__NR_process_madvise, -1, &v, 1, MADV_COLD, 0));
  CALL(syscall(448, fd, 0));
  int space = ioctl(fd, 0xff03, 0);
  SHOW(space >= 0);
  CALL(syscall(__NR_pidfd_send_signal, fd, 0, NULL, 0));
  CALL(syscall(__NR_pidfd_send_signal, fd, 99, NULL, 0));
  CALL(syscall(__NR_pidfd_send_signal, fd, SIGTERM, NULL, 1 << 10));
  CALL(poll(&(struct pollfd){fd, POLLIN, 0}, 1, 0));
  CALL(syscall(__NR_pidfd_send_signal, fd, SIGTERM, NULL, 0));
  CALL(poll(&(struct pollfd){fd, POLLIN, 0}, 1, 5000));
  siginfo_t info = {0};
  CALL(waitid((idtype_t)P_PIDFD, fd, &info, WEXITED));
  say("status %d code %d ours %d\n", info.si_status, info.si_code, info.si_pid == child);
  CALL(syscall(__NR_pidfd_send_signal, fd, 0, NULL, 0));
  CALL(syscall(__NR_pidfd_getfd, fd, 77, 0));
  return guest_status();
}
