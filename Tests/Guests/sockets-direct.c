// The same work by direct calls, as new C libraries do.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
  int pair[2], value = 1;
  char text[32] = "";
  RAW(kcall(__NR_socketpair, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair));
  RAW(kcall(__NR_sendto, pair[0], "datagram", 8, 0, 0, 0));
  RAW(kcall(__NR_sendto, pair[0], "second", 6, 0, 0, 0));
  RAW(kcall(__NR_recvfrom, pair[1], text, 4, MSG_PEEK | MSG_TRUNC, 0, 0));
  RAW(kcall(__NR_recvfrom, pair[1], text, 31, 0, 0, 0));
  say("%s\n", text);
  RAW(kcall(__NR_recvfrom, pair[1], text, 31, MSG_DONTWAIT, 0, 0));
  RAW(kcall(__NR_recvfrom, pair[1], text, 31, MSG_DONTWAIT, 0, 0));
  struct sockaddr_un name = {AF_UNIX, ""}, who;
  memcpy(name.sun_path, "\0abstract-", 10);
  sprintf(name.sun_path + 10, "%d", getpid());
  socklen_t size = offsetof(struct sockaddr_un, sun_path) + 10 + strlen(name.sun_path + 10), length = sizeof who;
  int server = kcall(__NR_socket, AF_UNIX, SOCK_SEQPACKET, 0), client = kcall(__NR_socket, AF_UNIX, SOCK_SEQPACKET, 0);
  RAW(kcall(__NR_bind, server, &name, size));
  RAW(kcall(__NR_listen, server, 1));
  RAW(kcall(__NR_connect, client, &name, size));
  int got = kcall(__NR_accept4, server, &who, &length, SOCK_CLOEXEC);
  CHECK(fcntl(got, F_GETFD) == FD_CLOEXEC);
  length = sizeof who;
  RAW(kcall(__NR_getpeername, client, &who, &length));
  CHECK(length == size && memcmp(&who, &name, size) == 0);
  RAW(kcall(__NR_setsockopt, client, SOL_SOCKET, SO_SNDBUF, &value, 4));
  length = 4;
  RAW(kcall(__NR_getsockopt, client, SOL_SOCKET, SO_TYPE, &value, &length));
  say("%d %u\n", value, length);
  length = 1;
  RAW(kcall(__NR_getsockopt, client, SOL_SOCKET, SO_TYPE, &value, &length));
  length = 12;
  struct ucred c = {0};
  RAW(kcall(__NR_getsockopt, client, SOL_SOCKET, SO_PEERCRED, &c, &length));
  CHECK(c.pid == getpid() && c.uid == getuid() && c.gid == getgid());
  RAW(kcall(__NR_shutdown, client, SHUT_RDWR));
  RAW(kcall(__NR_recvfrom, got, text, 31, 0, 0, 0));
  RAW(kcall(__NR_shutdown, 0, SHUT_RDWR));
  RAW(kcall(__NR_socket, 999, SOCK_STREAM, 0));
  RAW(kcall(__NR_socket, AF_INET, SOCK_STREAM, 99999));
  RAW(kcall(__NR_bind, server, 16, 12));
  RAW(kcall(__NR_connect, client, &name, 1));
  return guest_status();
}
