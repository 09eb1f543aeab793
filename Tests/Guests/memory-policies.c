// mbind, get_mempolicy, set_mempolicy, set_mempolicy_home_node, migrate_pages, move_pages: masks of 32-bit words, bad ones.
#include "guest.h"
#include <sys/syscall.h>

enum { DEFAULT, PREFERRED, BIND, INTERLEAVE, LOCAL };
int main(void) {
  char *page = mmap(NULL, 4 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  unsigned long *end = (unsigned long *)(mmap(NULL, 8192, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096);
  munmap(end, 4096);
  memset(page, 1, 4 * 4096);
  unsigned long mask[4] = {1}, got[64], none[4] = {0}, many[4] = {0xffffffff, 0xffffffff};
  int mode = 99;
  for (int bits = 0; bits < 70; bits = bits == 2 ? 31 : bits == 34 ? 63 : bits + 1) {
    memset(got, 0xee, sizeof got);
    mode = 99;
    say("get, %d bits: ", bits);
    RAW(kcall(__NR_get_mempolicy, &mode, got, bits, 0, 0));
    say("  mode %d mask %lx %lx %lx %lx\n", mode, got[0], got[1], got[2], got[3]);
    say("set, %d bits: ", bits);
    RAW(kcall(__NR_set_mempolicy, BIND, mask, bits));
    RAW(kcall(__NR_set_mempolicy, DEFAULT, NULL, 0));
    say("bind, %d bits: ", bits);
    RAW(kcall(__NR_mbind, page, 4096, BIND, mask, bits, 0));
  }
  RAW(kcall(__NR_set_mempolicy, INTERLEAVE, mask, 33));
  memset(got, 0xee, sizeof got);
  RAW(kcall(__NR_get_mempolicy, &mode, got, 128, 0, 0));
  SHOW(mode);
  RAW(kcall(__NR_get_mempolicy, &mode, NULL, 0, page, 2));
  SHOW(mode);
  RAW(kcall(__NR_get_mempolicy, &mode, NULL, 0, page, 3));
  SHOW(mode);
  memset(got, 0xee, sizeof got);
  RAW(kcall(__NR_get_mempolicy, NULL, got, 1024, 0, 4));
  RAW(kcall(__NR_get_mempolicy, &mode, end, 64, 0, 0));
  RAW(kcall(__NR_get_mempolicy, (int *)8, NULL, 0, 0, 0));
  RAW(kcall(__NR_set_mempolicy, DEFAULT, mask, 33));
  RAW(kcall(__NR_set_mempolicy, BIND, none, 33));
  RAW(kcall(__NR_set_mempolicy, BIND, many, 64));
  RAW(kcall(__NR_set_mempolicy, BIND, end - 1, 33));
  RAW(kcall(__NR_set_mempolicy, BIND, end, 33));
  RAW(kcall(__NR_set_mempolicy, BIND, 8, 33));
  RAW(kcall(__NR_set_mempolicy, 77, mask, 33));
  RAW(kcall(__NR_set_mempolicy, BIND, mask, 0x10000));
  RAW(kcall(__NR_set_mempolicy, DEFAULT, NULL, 0));
  RAW(kcall(__NR_mbind, page + 1, 4096, BIND, mask, 33, 0));
  RAW(kcall(__NR_mbind, page, 8192, PREFERRED, mask, 33, 2));
  RAW(kcall(__NR_mbind, page, 8192, LOCAL, NULL, 0, 0));
  RAW(kcall(__NR_mbind, end, 8192, BIND, mask, 33, 0));
  RAW(kcall(__NR_mbind, page, 4096, BIND, 8, 33, 0));
  RAW(kcall(__NR_mbind, page, 4096, BIND, mask, 33, 0x100));
  RAW(kcall(__NR_set_mempolicy_home_node, page, 4096, 0, 0));
  RAW(kcall(__NR_set_mempolicy_home_node, page, 4096, 9, 0));
  RAW(kcall(__NR_set_mempolicy_home_node, page, 4096, 0, 1));
  RAW(kcall(__NR_migrate_pages, 0, 33, mask, mask));
  RAW(kcall(__NR_migrate_pages, getpid(), 33, mask, none));
  RAW(kcall(__NR_migrate_pages, 0x7ffffff0, 33, mask, mask));
  RAW(kcall(__NR_migrate_pages, 0, 33, 8, mask));
  RAW(kcall(__NR_migrate_pages, 0, 33, mask, 8));
  RAW(kcall(__NR_migrate_pages, 0, 0, mask, mask));
  void *pages[4] = {page, page + 4096, end, (void *)8};
  int nodes[4] = {0, 0, 0, 0}, status[4] = {77, 77, 77, 77};
  RAW(kcall(__NR_move_pages, 0, 4, pages, NULL, status, 0));
  say("status %d %d %d %d\n", status[0], status[1], status[2], status[3]);
  memset(status, 0x77, sizeof status);
  RAW(kcall(__NR_move_pages, getpid(), 4, pages, nodes, status, 2));
  say("status %d %d %d %d\n", status[0], status[1], status[2], status[3]);
  nodes[1] = 99;
  RAW(kcall(__NR_move_pages, 0, 2, pages, nodes, status, 2));
  RAW(kcall(__NR_move_pages, 0, 0, pages, nodes, status, 2));
  RAW(kcall(__NR_move_pages, 0, 2, pages, NULL, 8, 0));
  RAW(kcall(__NR_move_pages, 0, 2, 8, NULL, status, 0));
  RAW(kcall(__NR_move_pages, 0, 2, pages, NULL, status, 64));
  RAW(kcall(__NR_move_pages, 0x7ffffff0, 2, pages, NULL, status, 0));
  return guest_status();
}
