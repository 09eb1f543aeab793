// A TCP connection on the loopback address: bind to port 0, options, out-of-band byte, shutdown, reset.
#include "guest.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void) {
  struct sockaddr_in a, b;
  socklen_t n = sizeof a;
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET, a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CALL(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, 4));
  CALL(bind(server, (struct sockaddr *)&a, sizeof a));
  CALL(listen(server, 4));
  CALL(getsockname(server, (struct sockaddr *)&a, &n));
  CHECK(a.sin_port != 0 && n == 16);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  CALL(connect(client, (struct sockaddr *)&a, sizeof a));
  n = sizeof b;
  int got = accept(server, (struct sockaddr *)&b, &n);
  CHECK(b.sin_addr.s_addr == htonl(INADDR_LOOPBACK) && n == 16);
  CALL(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, 4));
  char *big = (char *)malloc(300000);
  memset(big, 'b', 300000);
  pid_t child = fork();
  if (child == 0) {
    int sent = 0;
    while (sent < 300000) sent += send(client, big + sent, 300000 - sent, MSG_NOSIGNAL);
    shutdown(client, SHUT_WR);
    _exit(sent == 300000 ? 0 : 1);
  }
  int total = 0, part;
  close(client);
  while ((part = recv(got, big, 65536, 0)) > 0) total += part;
  SHOW(total);
  reap(child, "sender");
  struct tcp_info info;
  n = sizeof info;
  CALL(getsockopt(got, IPPROTO_TCP, TCP_INFO, &info, &n));
  SHOW(info.tcpi_state);
  int refused = socket(AF_INET, SOCK_STREAM, 0);
  close(server);
  CALL(connect(refused, (struct sockaddr *)&a, sizeof a));
  int nonblocking = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  CHECK(connect(nonblocking, (struct sockaddr *)&a, sizeof a) == -1 && (errno == EINPROGRESS || errno == ECONNREFUSED));
  return guest_status();
}
