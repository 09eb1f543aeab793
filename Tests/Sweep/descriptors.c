// The files and descriptors that each case finds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "sweep.h"

int moved(int from, int to) {
  if (from < 0) return from;
  if (from != to) dup2(from, to), close(from);
  return to;
}

void make_files(void) {
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

void open_descriptors(int master) {
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
