// Calls numbers of the i386 table with a sweep of arguments, each case in a process of its own, and prints what came of
// each: result, wait status, and the bytes of memory that changed. Tests/run-sweep runs it by the kernel and under
// Dragoman, and compares.
//
//   sweep FIRST LAST CASES   the rows FIRST...LAST of the list in calls.h, CASES cases each
//   sweep --count            how many rows there are
//
// It makes namespaces of its own (user, mount, process, IPC, names, network) and a root folder in them, so that nothing
// it does can reach the machine.
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
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Two blocks of memory, each with a page behind it that nobody may touch, and one that is only for reading.
#define BLOCK_SIZE 0x4000
#define BLOCK_A 0x40000000u
#define BLOCK_B 0x40010000u
#define READ_ONLY 0x40020000u
#define UNMAPPED 0x40030000u
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

// Descriptors of every kind, at fixed places.
enum { FILE_RW = 10, FOLDER, PIPE_IN, PIPE_OUT, SOCKET_A, SOCKET_B, DATAGRAM, LISTENER, EPOLL, MASTER, TERMINAL, EVENTS,
  TIMER, SIGNALS, WATCHER, NOTHING, MEMORY, NAME_ONLY, READ_FILE, NETLINK, LAST_FD };

struct row { const char *name; int number; const char *kinds; unsigned fixed[3]; };
static const struct row rows[] = {
#include "calls.h"
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static uint64_t state;
static unsigned random_word(void) {
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return (state * 0x2545f4914f6cdd1dull) >> 32;
}
static unsigned below(unsigned n) { return random_word() % n; }
#define ONE_OF(...) ({ static const unsigned of[] = {__VA_ARGS__}; of[below(sizeof of / sizeof *of)]; })

static unsigned descriptor(void) {
  return below(8) ? FILE_RW + below(LAST_FD - FILE_RW) : ONE_OF(-1, 99, 0x7fffffff, 0x80000000, 1000000, -100, 3);
}

static unsigned odd_word(void) {
  return ONE_OF(0, 1, 2, 3, 4, 7, 8, 12, 16, 24, 32, 64, 100, 128, 256, 512, 1000, 4095, 4096, 4097, 65536, 0x100000,
    0x7fffffff, 0x80000000, -1, -2, -4096, 0xfffff000, 0xffff, FILE_RW, SOCKET_A, BLOCK_B, BLOCK_B + 64, BLOCK_B + 1);
}

// A place for the argument at `index`: mostly good, else one of the bad kinds.
static unsigned place(int index, unsigned size) {
  unsigned good = BLOCK_A + index * 0xa00;
  switch (below(16)) {
  case 0: return 0;
  case 1: return ONE_OF(0x10, UNMAPPED, 0xfffff000, 0xffffffff, 0xc0000000);
  case 2: return READ_ONLY + index * 0x100;
  case 3: return good + ONE_OF(1, 2, 3);
  case 4: return BLOCK_A + BLOCK_SIZE - size;
  case 5: return BLOCK_A + BLOCK_SIZE - ONE_OF(1, 2, 4, 8, 12, 16, 20, 32, 64);
  default: return good;
  }
}

static void put(unsigned at, const void *from, unsigned size) {
  for (unsigned i = 0; i < size; i++) {
    unsigned byte = at + i;
    if ((byte >= BLOCK_A && byte < BLOCK_A + BLOCK_SIZE) || (byte >= BLOCK_B && byte < BLOCK_B + BLOCK_SIZE))
      *(unsigned char *)byte = ((const unsigned char *)from)[i];
  }
}
static unsigned placed(int index, const void *from, unsigned size) {
  unsigned at = place(index, size);
  put(at, from, size);
  return at;
}

static unsigned text(int index) {
  static char lengthy[5000];
  const char *names[] = {"file", "folder", "missing", "folder/inner", "link", "fifo", "", "/", ".", "..", "file/x",
    "folder/missing", "loop", "/file", "long"};
  const char *name = names[below(sizeof names / sizeof *names)];
  if (!strcmp(name, "long")) {
    memset(lengthy, 'x', sizeof lengthy - 1);
    lengthy[ONE_OF(255, 256, 2000, 2500)] = 0;
    name = lengthy;
  }
  return placed(index, name, strlen(name) + 1);
}

static unsigned words(int index, int count) {
  unsigned block[64];
  unsigned style = below(4);
  for (int i = 0; i < count; i++)
    block[i] = style == 0 ? 0 : style == 1 ? odd_word() : style == 2 ? below(4) : below(3) ? 0 : odd_word();
  return placed(index, block, count * 4);
}

static unsigned vector(int index) {
  unsigned block[16];
  for (int i = 0; i < 8; i++) {
    block[2 * i] = below(6) ? BLOCK_B + i * 0x400 : ONE_OF(0, UNMAPPED, BLOCK_B + BLOCK_SIZE - 8, READ_ONLY, 0xfffff000);
    block[2 * i + 1] = below(6) ? below(64) : ONE_OF(0, 4096, 0x7fffffff, 0x80000000, 0xffffffff, 0x7ffff000);
  }
  return placed(index, block, sizeof block);
}

// Times are at once, far away or no times: nothing depends on how fast the machine is.
static unsigned short_time(int index, int count) {
  int block[4];
  for (int i = 0; i < count; i += 2) {
    block[i] = ONE_OF(0, 0, 0, 1000, -1, 0x7fffffff, 0x80000000);
    block[i + 1] = ONE_OF(0, 0, 1, 1, -1, 999999, 1000000, 999999999, 1000000000, 0x3fffffff, 0x3ffffffe);
  }
  return placed(index, block, count * 4);
}
static unsigned long_time(int index, int count) {
  int64_t block[4];
  for (int i = 0; i < count; i += 2) {
    int64_t choice[] = {0, 0, 0, 1000, -1, 0x7fffffff, 0x80000000ll, 0x7fffffffffffffffll};
    int64_t part[] = {0, 0, 1, 1, -1, 999999, 999999999, 1000000000, 0x100000001ll, 0x500000000ll, 0x3fffffff, 0x3ffffffe};
    block[i] = choice[below(8)];
    block[i + 1] = part[below(12)];
  }
  return placed(index, block, count * 8);
}

static unsigned address_of_socket(int index) {
  struct sockaddr_un local = {AF_UNIX, "socket"};
  struct sockaddr_in internet = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  switch (below(4)) {
  case 0: return placed(index, &local, sizeof local);
  case 1: local.sun_path[0] = 0; return placed(index, &local, 12);
  case 2: internet.sin_port = htons(ONE_OF(0, 9, 4000)); return placed(index, &internet, sizeof internet);
  default: return words(index, 4);
  }
}

static void message_words(unsigned *block) {
  unsigned vectors[4] = {BLOCK_B, 16, BLOCK_B + 0x100, 32};
  unsigned control[8] = {16, SOL_SOCKET, SCM_RIGHTS, FILE_RW, 0, 0, 0, 0};
  if (!below(4)) control[0] = ONE_OF(0, 12, 15, 17, 20, 24, 100, -1);
  if (!below(4)) control[2] = ONE_OF(2, 3, 0, 0x1d, 0x40);
  if (!below(4)) control[3] = descriptor();
  put(BLOCK_B + 0x800, vectors, sizeof vectors);
  put(BLOCK_B + 0x900, control, sizeof control);
  block[0] = below(2) ? 0 : BLOCK_B + 0xa00;
  block[1] = below(2) ? 0 : ONE_OF(16, 110, 128, 129, -1, 0x7fffffff);
  block[2] = below(8) ? BLOCK_B + 0x800 : odd_word();
  block[3] = below(8) ? below(3) : ONE_OF(1024, 1025, -1);
  block[4] = below(3) ? 0 : BLOCK_B + 0x900;
  block[5] = below(3) ? ONE_OF(0, 16, 32) : ONE_OF(1, 12, 15, 24, 64, 4096, -1);
  block[6] = below(2) ? 0 : odd_word();
}

static unsigned argument(char kind, int index) {
  unsigned block[32] = {0};
  switch (kind) {
  case 'd': return descriptor();
  case 'a': return below(2) ? -100 : below(2) ? FOLDER : descriptor();
  case 'p': return text(index);
  case 'i': return below(6) ? below(12) : odd_word();
  case 'I': return odd_word();
  case 'f': return below(4) ? (below(3) ? 0 : 1u << below(20)) : below(3) ? 1u << below(8) | 1u << below(12) : odd_word();
  case 'z': return below(4) ? ONE_OF(0, 1, 4, 8, 12, 16, 24, 32, 64, 100, 128, 256) : odd_word();
  case 'o': return below(4) ? ONE_OF(0, 0, 1, 10, 4096) : odd_word();
  case 'h': return below(3) ? 0 : ONE_OF(-1, 1, 0x7fffffff, 0x80000000);
  case 'b': return place(index, ONE_OF(4, 8, 16, 64, 100, 256));
  case 'w': return words(index, 1 + below(32));
  case 'W': block[0] = odd_word(); block[1] = odd_word(); return placed(index, block, 4 + 4 * below(2));
  case 'l': block[0] = below(3) ? ONE_OF(4, 8, 12, 16, 110, 128) : odd_word(); return placed(index, block, 4);
  case 'D': block[0] = descriptor(); block[1] = ONE_OF(1, 4, 5, 0x2000, 0x3f); return placed(index, block, 8);
  case 'H': block[0] = odd_word(); block[1] = below(2) ? 0 : odd_word(); return placed(index, block, 8);
  case 'V': return vector(index);
  case 'n': return below(4) ? below(9) : ONE_OF(16, 1024, 1025, -1, 0x80000000);
  case 't': return short_time(index, 2);
  case 'T': return long_time(index, 2);
  case 'q': return short_time(index, 4);
  case 'Q': return long_time(index, 4);
  case 'k': return address_of_socket(index);
  case 'K': return below(4) ? ONE_OF(2, 9, 12, 16, 110) : ONE_OF(0, 1, 128, 129, -1);
  case 'M': message_words(block); return placed(index, block, 28);
  case 'm':
    message_words(block), message_words(block + 8), message_words(block + 16);
    return placed(index, block, 3 * 32);
  case 'S': block[0] = below(2) ? 0 : odd_word(); block[1] = odd_word(); return placed(index, block, 8);
  case 'Z': return below(8) ? 8 : ONE_OF(0, 4, 16, 128, -1);
  // Both words of the sixth argument of pselect and of the mask of an epoll wait.
  case 'Y':
    block[0] = below(2) ? 0 : BLOCK_B + 0x40;
    block[1] = below(4) ? 8 : odd_word();
    return placed(index, block, 8);
  case 's': return below(4) ? ONE_OF(0, 1, 10, 12, 17, 18, 28, 32, 33, 34, 64) : ONE_OF(-1, 65, 9, 19, 0x7fffffff);
  case 'P': return below(4) ? ONE_OF(0, 0, 2) : ONE_OF(1000000, -2, -1000, 0x7fffffff, 0x80000000, -1);
  case 'u': return below(3) ? ONE_OF(0, 1, 1000) : ONE_OF(-1, 65534, 65535, 65536, 0x7fffffff);
  case 'c': return below(5) ? below(12) : ONE_OF(-1, 12, 100, -2, -6, -3, 0x80000000, FILE_RW);
  case 'A': return below(6) ? ONE_OF(BLOCK_A, BLOCK_B, BLOCK_A + 4096, READ_ONLY, UNMAPPED, BLOCK_B + 0x3000)
                            : ONE_OF(0, 1, BLOCK_A + 1, 0xfffff000, -1, 0xc0000000);
  case 'L': return below(5) ? ONE_OF(4096, 8192, 0x4000, 1, 100) : ONE_OF(0, 0x5000, 0x10000, 0xfffff000, -1, 0x80000000);
  case 'g': return below(5) ? below(8) : odd_word();
  // The commands of a call with many.
  case 'C': return below(8) ? below(48) : odd_word();
  case 'F': block[0] = below(4); block[1] = 0; return placed(index, block, 8);
  case 'v':
    block[0] = odd_word();
    block[1] = below(4) ? ONE_OF(10, 34) : odd_word();
    block[2] = below(4) ? ONE_OF(0, 1, 1) : odd_word();
    return placed(index, block, 64);
  case 'x':
    block[0] = below(4) ? ONE_OF(0, 1, 0x8048000) : odd_word();
    block[1] = below(3) ? 0 : odd_word();
    block[2] = below(3) ? 0 : odd_word();
    block[3] = below(3) ? 0 : odd_word();
    return placed(index, block, 20);
  case 'r': return READ_ONLY;
  case '0': return 0;
  default: fprintf(stderr, "sweep: no kind '%c'\n", kind); exit(2);
  }
}

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

static int moved(int from, int to) {
  if (from < 0) return from;
  if (from != to) dup2(from, to), close(from);
  return to;
}

static void files(void) {
  mkdir("folder", 0755);
  int file = open("file", O_CREAT | O_RDWR, 0644);
  write(file, "The quick brown fox jumps over the lazy dog.\n", 45);
  lseek(file, 0, SEEK_SET);
  moved(file, FILE_RW);
  close(open("folder/inner", O_CREAT | O_RDWR, 0644));
  symlink("file", "link");
  symlink("loop", "loop");
  mkfifo("fifo", 0644);
  moved(open("folder", O_RDONLY | O_DIRECTORY), FOLDER);
}

static void descriptors(int master) {
  int pair[2];
  pipe2(pair, 0);
  int in = dup2(pair[0], 60), out = dup2(pair[1], 61);
  if (pair[0] != 60) close(pair[0]);
  if (pair[1] != 61) close(pair[1]);
  moved(in, PIPE_IN), moved(out, PIPE_OUT);
  write(PIPE_OUT, "pipe", 4);
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  in = dup2(pair[0], 60), out = dup2(pair[1], 61);
  close(pair[0]), close(pair[1]);
  moved(in, SOCKET_A), moved(out, SOCKET_B);
  write(SOCKET_B, "socket", 6);
  moved(socket(AF_INET, SOCK_DGRAM, 0), DATAGRAM);
  moved(socket(AF_INET, SOCK_STREAM, 0), LISTENER);
  struct sockaddr_in address = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  bind(LISTENER, (void *)&address, sizeof address), listen(LISTENER, 1);
  moved(epoll_create1(0), EPOLL);
  struct epoll_event event = {EPOLLIN, {.u64 = 0x1122334455667788}};
  epoll_ctl(EPOLL, EPOLL_CTL_ADD, PIPE_IN, &event);
  moved(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY), TERMINAL);
  moved(master, MASTER);
  moved(eventfd(3, 0), EVENTS);
  moved(timerfd_create(CLOCK_MONOTONIC, 0), TIMER);
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR2);
  moved(signalfd(-1, &set, 0), SIGNALS);
  moved(inotify_init1(0), WATCHER);
  moved(open("file", O_RDONLY), READ_FILE);
  moved(memfd_create("memory", MFD_ALLOW_SEALING), MEMORY);
  ftruncate(MEMORY, 8192);
  moved(open("file", O_PATH), NAME_ONLY);
  moved(socket(AF_NETLINK, SOCK_RAW, 0), NETLINK);
}

static void one_case(const struct row *row, int number, int count, int nothing_open, int master_open) {
  state = (number + 1) * 0x9e3779b97f4a7c15ull ^ (count + 1) * 0xbf58476d1ce4e5b9ull;
  for (int i = 0; i < 8; i++) random_word();
  char name[32];
  snprintf(name, sizeof name, "case-%d", count);
  mkdir(name, 0755), chdir(name), chroot(".");
  moved(nothing_open, NOTHING);
  files(), descriptors(master_open);
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

int main(int count, char **arguments) {
  if (count == 2 && !strcmp(arguments[1], "--count")) return printf("%d\n", ROWS), 0;
  if (count != 4) return fprintf(stderr, "usage: sweep FIRST LAST CASES\n"), 2;
  int first = atoi(arguments[1]), last = atoi(arguments[2]), cases = atoi(arguments[3]);
  for (int i = 3; i < 100; i++) close(i);
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
  mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
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
