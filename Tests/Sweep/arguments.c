// Draws the arguments of a call by their kinds, which calls.h names.
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "sweep.h"

static uint64_t state;
static unsigned random_word(void) {
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return (state * 0x2545f4914f6cdd1dull) >> 32;
}
void draw_for(int number, int count) {
  state = (number + 1) * 0x9e3779b97f4a7c15ull ^ (count + 1) * 0xbf58476d1ce4e5b9ull;
  for (int i = 0; i < 8; i++) random_word();
}
unsigned below(unsigned n) { return random_word() % n; }
#define ONE_OF(...) ({ static const unsigned of[] = {__VA_ARGS__}; of[below(sizeof of / sizeof *of)]; })

static unsigned descriptor(void) {
  return below(8) ? FILE_RW + below(LAST_FD - FILE_RW) : ONE_OF(-1, 99, 0x7fffffff, 0x80000000, 1000000, -100, 3);
}

unsigned odd_word(void) {
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

unsigned argument(char kind, int index) {
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
