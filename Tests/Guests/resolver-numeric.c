// getaddrinfo of numeric hosts, inet_pton and if_nametoindex (ioctl with an interface request).
// guest: link=dynamic
#include "guest.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/ioctl.h>

int main(void) {
  struct addrinfo hint, *r;
  char text[64];
  memset(&hint, 0, sizeof hint);
  hint.ai_flags = AI_NUMERICHOST, hint.ai_socktype = SOCK_STREAM;
  SHOW(getaddrinfo("127.0.0.1", "80", &hint, &r));
  struct sockaddr_in *a = (struct sockaddr_in *)r->ai_addr;
  say("%s %d\n", inet_ntop(AF_INET, &a->sin_addr, text, sizeof text), ntohs(a->sin_port));
  SHOW(getaddrinfo("not numeric", "80", &hint, &r) == EAI_NONAME);
  SHOW(if_nametoindex("lo"));
  say("%s\n", if_indextoname(1, text));
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq q;
  memset(&q, 0, sizeof q);
  strcpy(q.ifr_name, "lo");
  CALL(ioctl(s, SIOCGIFADDR, &q));
  say("%s\n", inet_ntoa(((struct sockaddr_in *)&q.ifr_addr)->sin_addr));
  CALL(ioctl(s, SIOCGIFMTU, &q));
  SHOW(q.ifr_mtu);
  struct ifconf c;
  char buffer[1024];
  c.ifc_len = sizeof buffer, c.ifc_buf = buffer;
  CALL(ioctl(s, SIOCGIFCONF, &c));
  CHECK(c.ifc_len >= 32 && c.ifc_len % 32 == 0);
  say("%s\n", ((struct ifreq *)buffer)->ifr_name);
  return guest_status();
}
