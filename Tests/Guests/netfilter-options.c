// The options of netfilter's tables, whose entries have pointers and counters: what a table is, its entries, its
// counters, one that is put back, and the errors before that. In a network namespace of its own.
#include "guest.h"
#include <netinet/in.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <sys/socket.h>

int main(void) {
  if (unshare(CLONE_NEWNET)) {
    say("no network of its own: %s\n", error_name(errno));
    return 0;
  }
  int s = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  NEED(s >= 0);
  struct ipt_getinfo info = {.name = "filter"};
  socklen_t n = sizeof info;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_INFO, &info, &n));
  say("hooks %x entries %u size %u\n", info.valid_hooks, info.num_entries, info.size);
  for (int i = 0; i < 5; i++) say(" %u %u\n", info.hook_entry[i], info.underflow[i]);
  n = 8;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_INFO, &info, &n));
  static char room[sizeof(struct ipt_get_entries) + 4096];
  struct ipt_get_entries *entries = (void *)room;
  strcpy(entries->name, "filter");
  entries->size = info.size;
  n = sizeof *entries + info.size;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_ENTRIES, entries, &n));
  for (unsigned at = 0; at < info.size && at < 4096;) {
    struct ipt_entry *e = (void *)((char *)entries->entrytable + at);
    struct xt_entry_target *t = (void *)((char *)e + e->target_offset);
    say("at %u next %u target %u '%s' of %u, from %u, packets %llu\n", at, e->next_offset, e->target_offset,
        t->u.user.name, t->u.target_size, e->comefrom, (long long)e->counters.pcnt);
    if (e->next_offset == 0) break;
    at += e->next_offset;
  }
  n -= 4;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_ENTRIES, entries, &n));
  struct ipt_getinfo none = {.name = "nothing"};
  n = sizeof none;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_INFO, &none, &n));
  struct xt_get_revision revision = {.name = "REJECT"};
  n = sizeof revision;
  CALL(getsockopt(s, SOL_IP, IPT_SO_GET_REVISION_TARGET, &revision, &n));
  CALL(getsockopt(s, SOL_IP, 63, &info, &n));
  struct ipt_replace bad = {.name = "filter"};
  CALL(setsockopt(s, SOL_IP, IPT_SO_SET_REPLACE, &bad, 4));
  CALL(setsockopt(s, SOL_IP, IPT_SO_SET_REPLACE, &bad, sizeof bad));
  struct xt_counters_info counters = {.name = "nothing", .num_counters = 1};
  CALL(setsockopt(s, SOL_IP, IPT_SO_SET_ADD_COUNTERS, &counters, 4));
  CALL(setsockopt(s, SOL_IP, IPT_SO_SET_ADD_COUNTERS, &counters, sizeof counters));
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  n = sizeof info;
  CALL(getsockopt(udp, SOL_IP, IPT_SO_GET_INFO, &info, &n));
  return guest_status();
}
