// Calls numbers of the i386 table with a sweep of arguments, each case in a process of its own, and prints what came of
// each: result, wait status, and the bytes of memory that changed. Tests/run-sweep runs it by the kernel and under
// Dragoman, and compares.
//
//   sweep FIRST LAST CASES   the rows FIRST...LAST of the list in calls.h, CASES cases each
//   sweep --count            how many rows there are
//
// It makes namespaces of its own (user, mount, process, IPC, names, network) and a root folder in them, so that nothing
// it does can reach the machine; the devices it opens are its own as well.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep.h"

#define SHARED 0x60000000u
#define COPY (SHARED + 0x1000)

struct report {
  int done, result;
  unsigned words[6];
  int run_count, byte_count;
  struct { unsigned address, count; } runs[256];
  unsigned char bytes[1024];
  unsigned rest;
};
#define REPORT ((struct report *)SHARED)

struct row { const char *name; int number; const char *kinds; unsigned fixed[3]; };
static const struct row rows[] = {
#include "calls.h"
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static inline int call(int number, const unsigned *a) {
  int result;
  __asm__ volatile("push %%ebp\n mov 20(%%esi), %%ebp\n mov 16(%%esi), %%edi\n mov 0(%%esi), %%ebx\n mov 4(%%esi), %%ecx\n"
                   "mov 8(%%esi), %%edx\n mov 12(%%esi), %%esi\n int $0x80\n pop %%ebp"
                   : "=a"(result), "+S"(a) : "a"(number) : "ebx", "ecx", "edx", "edi", "memory", "cc");
  return result;
}

static int plain(int number, unsigned a, unsigned b, unsigned c) {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
  return result;
}

// Runs after the call: the C library's thread data may be gone, so nothing of it is used.
static void compare(void) {
  struct report *report = REPORT;
  static const unsigned blocks[2] = {BLOCK_A, BLOCK_B};
  for (int block = 0; block < 2; block++) {
    volatile unsigned char *now = (unsigned char *)blocks[block], *before = (unsigned char *)COPY + block * BLOCK_SIZE;
    int in_run = 0;
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
      if (now[i] == before[i]) { in_run = 0; continue; }
      if (report->run_count < 256 && report->byte_count < 1024) {
        if (!in_run) {
          report->runs[report->run_count].address = blocks[block] + i;
          report->runs[report->run_count++].count = 0;
        }
        report->runs[report->run_count - 1].count++;
        report->bytes[report->byte_count++] = now[i];
        in_run = 1;
      } else {
        report->rest = report->rest * 31 + now[i] + i;
      }
    }
  }
}

static void nothing(int signal) {}

static void one_case(const struct row *row, int number, int count, int nothing_open, int master_open) {
  // A signal for the own group is for nobody else.
  setpgid(0, 0);
  draw_for(number, count);
  char name[32];
  snprintf(name, sizeof name, "case-%d", count);
  mkdir(name, 0755), chdir(name), chroot(".");
  moved(nothing_open, NOTHING);
  make_files(), open_descriptors(master_open);
  struct sigaction action = {.sa_handler = nothing};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval often = {{0, 20000}, {0, 20000}};
  struct rlimit limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);

  unsigned words[6] = {0};
  for (int i = 0, kind = 0; row->kinds[i]; i++) {
    words[i] = row->kinds[i] == '#' ? row->fixed[kind++] : argument(row->kinds[i], i);
    if (row->kinds[i] != '#' && !below(24)) words[i] = odd_word();
  }
  memcpy((void *)COPY, (void *)BLOCK_A, BLOCK_SIZE);
  memcpy((void *)(COPY + BLOCK_SIZE), (void *)BLOCK_B, BLOCK_SIZE);
  memcpy(REPORT->words, words, sizeof words);
  setitimer(ITIMER_REAL, &often, NULL);
  REPORT->result = call(row->number, words);
  REPORT->done = 1;
  compare();
  REPORT->done = 2;
  for (;;) plain(SYS_exit_group, 0, 0, 0);
}

static void *mapped(unsigned address, unsigned size, int protection, int sharing) {
  void *got = mmap((void *)address, size, protection, sharing | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (got != (void *)address) perror("sweep: mmap"), exit(2);
  return got;
}

// All cases of one row, as the first process of a namespace of processes.
static void one_row(int index, int cases) {
  const struct row *row = &rows[index];
  int number = row->number * 64 + row->fixed[0];
  if (mount("sweep", "/tmp", "tmpfs", 0, "size=64m") || chdir("/tmp")) perror("sweep: tmpfs"), exit(2);
  sigset_t children;
  sigemptyset(&children), sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  for (int count = 0; count < cases; count++) {
    memset(REPORT, 0, sizeof *REPORT);
    int nothing_open = open("/dev/null", O_RDWR), master = posix_openpt(O_RDWR | O_NOCTTY);
    unlockpt(master);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      sigprocmask(SIG_UNBLOCK, &children, NULL);
      one_case(row, number, count, nothing_open, master);
    }
    close(nothing_open), close(master);
    int status = -1;
    struct timespec limit = {0, 600000000};
    for (int waited = 0; waitpid(child, &status, WNOHANG | WUNTRACED) != child; waited++) {
      if (sigtimedwait(&children, NULL, &limit) < 0 && errno == EAGAIN) {
        kill(child, SIGKILL), waitpid(child, &status, 0);
        status = 0x1000;
        break;
      }
    }
    if (WIFSTOPPED(status)) kill(child, SIGKILL), waitpid(child, NULL, 0);
    while (waitpid(-1, NULL, WNOHANG) > 0) {}
    printf("%d.%d %s(", index, count, row->name);
    for (int i = 0; row->kinds[i]; i++) printf("%s%x", i ? "," : "", REPORT->words[i]);
    printf(") = %d %d %x", REPORT->done ? REPORT->result : -9999, REPORT->done, status);
    unsigned char *byte = REPORT->bytes;
    for (int run = 0; run < REPORT->run_count; run++) {
      printf(" %x:", REPORT->runs[run].address);
      for (unsigned i = 0; i < REPORT->runs[run].count; i++) printf("%02x", *byte++);
    }
    if (REPORT->rest) printf(" rest:%x", REPORT->rest);
    printf("\n");
  }
  fflush(stdout);
}

static void write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, text, strlen(text)) < 0) perror(path), exit(2);
  close(file);
}

// Devices of our own: what is changed of the host's, by their descriptors, stays changed.
static void make_devices(void) {
  static const struct { const char *path; int major, minor; } devices[] = {
      {"/dev/null", 1, 3}, {"/dev/zero", 1, 5}, {"/dev/tty", 5, 0}, {"/dev/ptmx", 5, 2}};
  mode_t mask = umask(0);
  if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("sweep", "/dev", "tmpfs", 0, "mode=755"))
    perror("sweep: /dev"), exit(2);
  for (unsigned i = 0; i < sizeof devices / sizeof *devices; i++)
    if (mknod(devices[i].path, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor))) perror(devices[i].path), exit(2);
  if (mkdir("/dev/pts", 0755) || mount("sweep", "/dev/pts", "devpts", 0, "newinstance,mode=620,ptmxmode=666"))
    perror("sweep: /dev/pts"), exit(2);
  umask(mask);
  moved(open("/dev/null", O_RDONLY), 0);
}

int main(int count, char **arguments) {
  if (count == 2 && !strcmp(arguments[1], "--count")) return printf("%d\n", ROWS), 0;
  if (count != 4) return fprintf(stderr, "usage: sweep FIRST LAST CASES\n"), 2;
  int first = atoi(arguments[1]), last = atoi(arguments[2]), cases = atoi(arguments[3]);
  for (int i = 3; i < 100; i++) close(i);
  make_devices();
  setsid();
  signal(SIGINT, SIG_DFL);
  // Only a process outside of the new namespace may map more than one user into it.
  int ready[2], status;
  if (pipe(ready)) return perror("pipe"), 2;
  pid_t mapper = fork();
  if (mapper == 0) {
    char path[64], byte;
    close(ready[1]);
    read(ready[0], &byte, 1);
    snprintf(path, sizeof path, "/proc/%d/uid_map", getppid()), write_file(path, "0 0 65534\n");
    snprintf(path, sizeof path, "/proc/%d/gid_map", getppid()), write_file(path, "0 0 65534\n");
    _exit(0);
  }
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)) return perror("unshare"), 2;
  close(ready[0]), close(ready[1]);
  waitpid(mapper, &status, 0);
  if (status) return 2;
  struct ifreq loopback = {"lo"};
  int network = socket(AF_INET, SOCK_DGRAM, 0);
  ioctl(network, SIOCGIFFLAGS, &loopback), loopback.ifr_flags |= IFF_UP, ioctl(network, SIOCSIFFLAGS, &loopback);
  close(network);

  unsigned char *a = mapped(BLOCK_A, BLOCK_SIZE, 3, MAP_PRIVATE), *b = mapped(BLOCK_B, BLOCK_SIZE, 3, MAP_PRIVATE);
  mapped(BLOCK_A + BLOCK_SIZE, 0x1000, 0, MAP_PRIVATE), mapped(BLOCK_B + BLOCK_SIZE, 0x1000, 0, MAP_PRIVATE);
  for (int i = 0; i < BLOCK_SIZE; i++) a[i] = 0xa5, b[i] = i / 4 % 5 ? 0x5a : 0;
  mapped(READ_ONLY, 0x1000, 3, MAP_PRIVATE);
  mprotect((void *)READ_ONLY, 0x1000, PROT_READ);
  mapped(SHARED, 0x1000 + 2 * BLOCK_SIZE, 3, MAP_SHARED);
  for (int index = first; index <= last && index < ROWS; index++) {
    pid_t batch = fork();
    if (batch == 0) {
      if (unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS)) perror("unshare"), _exit(2);
      pid_t one = fork();
      if (one == 0) one_row(index, cases), _exit(0);
      int status;
      waitpid(one, &status, 0);
      if (status) fprintf(stderr, "sweep: row %d: status %x\n", index, status);
      _exit(status ? 1 : 0);
    }
    waitpid(batch, NULL, 0);
  }
  return 0;
}
