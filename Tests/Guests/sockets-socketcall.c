// The multiplexer socketcall: its argument block, its sub-calls and its errors.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

#define SOCKETCALL(n, ...) kcall(__NR_socketcall, n, ((uint32_t[6]){__VA_ARGS__}))
#define P(x) ((uint32_t)(uintptr_t)(x))

int main(void) {
  int pair[2], one = 1;
  char text[32] = "";
  RAW(SOCKETCALL(8, AF_UNIX, SOCK_STREAM, 0, P(pair)));
  RAW(SOCKETCALL(9, (uint32_t)pair[0], P("hello"), 5, 0));
  RAW(SOCKETCALL(10, (uint32_t)pair[1], P(text), 31, 0));
  say("%s\n", text);
  struct sockaddr_un name = {AF_UNIX, "server"}, who;
  socklen_t length = sizeof who;
  int server = SOCKETCALL(1, AF_UNIX, SOCK_STREAM, 0);
  RAW(SOCKETCALL(2, (uint32_t)server, P(&name), sizeof name));
  RAW(SOCKETCALL(4, (uint32_t)server, 5));
  int client = SOCKETCALL(1, AF_UNIX, SOCK_STREAM, 0);
  RAW(SOCKETCALL(3, (uint32_t)client, P(&name), sizeof name));
  int got = SOCKETCALL(5, (uint32_t)server, P(&who), P(&length));
  CHECK(got > client);
  SHOW(length);
  length = sizeof who;
  RAW(SOCKETCALL(6, (uint32_t)server, P(&who), P(&length)));
  say("%s %u\n", who.sun_path, length);
  length = sizeof who;
  RAW(SOCKETCALL(7, (uint32_t)client, P(&who), P(&length)));
  say("%s\n", who.sun_path);
  RAW(SOCKETCALL(11, (uint32_t)client, P("sendto"), 6, 0, 0, 0));
  length = sizeof who;
  RAW(SOCKETCALL(12, (uint32_t)got, P(text), 31, 0, P(&who), P(&length)));
  RAW(SOCKETCALL(14, (uint32_t)client, SOL_SOCKET, SO_PASSCRED, P(&one), 4));
  one = 0, length = 4;
  RAW(SOCKETCALL(15, (uint32_t)client, SOL_SOCKET, SO_PASSCRED, P(&one), P(&length)));
  SHOW(one);
  struct iovec v = {(void *)"message", 7};
  struct msghdr m;
  memset(&m, 0, sizeof m);
  m.msg_iov = &v, m.msg_iovlen = 1;
  RAW(SOCKETCALL(16, (uint32_t)client, P(&m), 0));
  v.iov_base = text, v.iov_len = 31;
  RAW(SOCKETCALL(17, (uint32_t)got, P(&m), 0));
  RAW(SOCKETCALL(13, (uint32_t)client, SHUT_WR));
  RAW(SOCKETCALL(10, (uint32_t)got, P(text), 31, 0));
  fcntl(server, F_SETFL, O_NONBLOCK);
  RAW(SOCKETCALL(18, (uint32_t)server, 0, 0, SOCK_NONBLOCK));
  RAW(SOCKETCALL(21, 0));
  RAW(SOCKETCALL(0, 0));
  RAW(kcall(__NR_socketcall, 1, 16));
  return guest_status();
}
