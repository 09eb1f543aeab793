// SO_TIMESTAMP and SO_TIMESTAMPNS, old and new: control messages carry 32-bit or 64-bit times.
#include "guest.h"
#include <netinet/in.h>
#include <sys/socket.h>

static void try_option(int option) {
  struct sockaddr_in a;
  socklen_t n = sizeof a;
  int one = 1, r = socket(AF_INET, SOCK_DGRAM, 0);
  char control[256] __attribute__((aligned(4))), text[8];
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET, a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  NEED(bind(r, (struct sockaddr *)&a, n) == 0 && getsockname(r, (struct sockaddr *)&a, &n) == 0);
  RAW(kcall(__NR_setsockopt, r, SOL_SOCKET, option, &one, 4));
  sendto(r, "x", 1, 0, (struct sockaddr *)&a, sizeof a);
  struct iovec v = {text, 8};
  uint32_t raw[7] = {0, 0, (uint32_t)(uintptr_t)&v, 1, (uint32_t)(uintptr_t)control, sizeof control, 0};
  long got = kcall(__NR_recvmsg, r, raw, 0);
  uint32_t *h = (uint32_t *)control;
  say("%ld: control %u length %u level %u type %u\n", got, raw[5], h[0], h[1], h[2]);
  if (raw[5]) CHECK(h[3] > 1600000000 && (h[0] == 20 || (h[4] == 0 && h[6] == 0)));
  close(r);
}

int main(void) {
  int options[] = {29, 35, 63, 64};
  for (int i = 0; i < 4; i++) try_option(options[i]);
  return guest_status();
}
