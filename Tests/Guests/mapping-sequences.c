// Thousands of random map calls in a row, each with the result that the kernel gives; randomisation is off, so that
// addresses are compared as they are. An argument SEED:COUNT asks for another sequence, and prints each call.
// guest: intercept=trap timeout=120
#include "guest.h"
#include <sys/personality.h>
#include <sys/shm.h>

enum { most = 48 };
static struct { uintptr_t at; size_t size; } pieces[most];
static uint32_t state;
static bool isVerbose;
static uint64_t digest = 14695981039346656037ull;
static int segment, file;

static uint32_t draw(uint32_t limit) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state % limit;
}

static void note(const char *what, long a, long b, long c, long d, long result) {
  uint64_t words[] = {(uint32_t)a, (uint32_t)b, (uint32_t)c, (uint32_t)d, (uint32_t)result};
  for (unsigned i = 0; i < sizeof words; i++) digest = (digest ^ ((uint8_t *)words)[i]) * 1099511628211ull;
  if (isVerbose) {
    if (result < 0 && result > -4096) say("%s(%lx, %lx, %lx, %lx) = -%s\n", what, a, b, c, d, error_name(-result));
    else say("%s(%lx, %lx, %lx, %lx) = %lx\n", what, a, b, c, d, result);
  }
}

static size_t size_drawn(void) {
  switch (draw(8)) {
    case 0: return 0x1000;
    case 1: return draw(5) << 12;
    case 2: return draw(0x20000);
    case 3: return 0x200000;
    case 4: return 0x400000 + (draw(3) << 12);
    case 5: return draw(64) << 20;
    default: return (1 + draw(32)) << 12;
  }
}

/// An address in or near what is mapped.
static uintptr_t place_drawn(void) {
  int i = draw(most);
  uintptr_t at = pieces[i].at;
  switch (draw(6)) {
    case 0: return at;
    case 1: return at + (draw(pieces[i].size / 4096 + 1) << 12);
    case 2: return at + pieces[i].size;
    case 3: return at - (draw(300) << 12);
    case 4: return 0x20000000 + (draw(0x4000) << 12);
    default: return at + draw(8192);
  }
}

static void remember(long result, size_t size) {
  if (result < 0 && result > -4096) return;
  int i = draw(most);
  pieces[i].at = result;
  pieces[i].size = size;
}

static void map(void) {
  static const int kinds[] = {0, 0, 0, MAP_GROWSDOWN, MAP_32BIT, MAP_STACK, MAP_NORESERVE, MAP_POPULATE};
  size_t size = size_drawn();
  int protection = (int[]){0, 1, 3, 3, 3, 7}[draw(6)];
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | kinds[draw(8)];
  if (size > 0x400000) flags = flags & ~MAP_POPULATE | MAP_NORESERVE;
  if (draw(6) == 0 && !(flags & MAP_GROWSDOWN)) flags = flags & ~MAP_PRIVATE | MAP_SHARED;
  int fd = -1;
  uint32_t offset = 0;
  if (draw(5) == 0 && !(flags & MAP_GROWSDOWN)) {
    flags &= ~MAP_ANONYMOUS;
    fd = file;
    offset = draw(600);
  }
  uintptr_t at = draw(2) ? 0 : place_drawn();
  if (at && draw(3) == 0) flags |= MAP_FIXED_NOREPLACE;
  // What is replaced must be ours: pieces lie in a window that no code has.
  if (at > 0x20000000 && at < 0x24000000 && size < 0x1000000 && draw(3) == 0) flags |= MAP_FIXED;
  if (at < 0x10000) at = 0;
  long result = kcall(__NR_mmap2, at, size, protection, flags, fd, offset);
  note("mmap", at, size, protection, flags, result);
  remember(result, size);
}

static bool is_mapped(uintptr_t at) { return kcall(__NR_msync, at, 4096, MS_ASYNC) == 0; }

/// Writes below a mapping that grows down, so that it does; or as near to another one as the gap allows.
static void grow(void) {
  size_t size = (1 + draw(8)) << 12;
  uintptr_t at = draw(2) ? 0 : 0x20000000 + (draw(0x3000) << 12);
  long result = kcall(__NR_mmap2, at, size, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0);
  note("mmap", at, size, 3, MAP_GROWSDOWN, result);
  if (result < 0 && result > -4096) return;
  int pages = 1 + draw(64);
  uintptr_t place = result - pages * 4096;
  // Far enough from what is below; otherwise the write would be a fault.
  bool isClear = true;
  for (int page = 1; page <= 258; page++) isClear &= !is_mapped(place - page * 4096);
  for (int page = 1; page <= pages; page++) isClear &= !is_mapped(result - page * 4096);
  if (isClear) *(volatile char *)place = 1;
  note("grow", place, is_mapped(place), isClear, 0, 0);
  remember(result, size);
}

static bool is_mine(uintptr_t at, size_t size) {
  // Only what is wholly in a piece may go away: libraries and the stack stay.
  for (int i = 0; i < most; i++)
    if (at >= pieces[i].at && at - pieces[i].at <= pieces[i].size && size <= pieces[i].size - (at - pieces[i].at)) return true;
  return at >= 0x20000000 && at < 0x24000000 && size < 0x1000000;
}

static void unmap(void) {
  uintptr_t at = place_drawn();
  size_t size = size_drawn();
  if (!is_mine(at, size)) size = 0;
  note("munmap", at, size, 0, 0, kcall(__NR_munmap, at, size));
}

static void protect(void) {
  uintptr_t at = place_drawn();
  size_t size = size_drawn();
  if (!is_mine(at, size)) size = 0;
  int protection = (int[]){0, 1, 3, 7}[draw(4)] | (draw(8) == 0 ? PROT_GROWSDOWN : 0);
  note("mprotect", at, size, protection, 0, kcall(__NR_mprotect, at, size, protection));
}

static void move(void) {
  int i = draw(most);
  uintptr_t at = draw(4) ? pieces[i].at : place_drawn();
  size_t old = draw(4) ? pieces[i].size : size_drawn(), size = size_drawn();
  if (draw(10) == 0) old = 0;
  if (!is_mine(at, old)) at = 0x20000000 + (draw(0x1000) << 12), old = 0x1000;
  if (draw(2)) size = old + (draw(8) << 12);
  int flags = draw(8);
  uintptr_t target = flags & MREMAP_FIXED || draw(4) == 0 ? 0x20000000 + (draw(0x3000) << 12) : 0;
  if (size > 0x1000000 && flags & MREMAP_FIXED) size = 0x1000;
  long result = kcall(__NR_mremap, at, old, size, flags, target);
  note("mremap", at, old, size, flags << 28 | target >> 12, result);
  remember(result, size);
}

static void attach(void) {
  uintptr_t at = draw(2) ? 0 : place_drawn();
  int flags = (draw(2) ? SHM_RND : 0) | (draw(4) ? 0 : SHM_RDONLY) | (draw(4) ? 0 : SHM_EXEC);
  if (at >= 0x20000000 && at < 0x24000000 && draw(2)) flags |= SHM_REMAP;
  long result = kcall(397, segment, at, flags);
  note("shmat", at, flags, 0, 0, result);
  remember(result, 0x5000);
}

static void detach(void) {
  uintptr_t at = pieces[draw(most)].at;
  note("shmdt", at, 0, 0, 0, kcall(398, at));
}

static void heap(void) {
  static uintptr_t start;
  if (!start) start = kcall(__NR_brk, 0);
  uintptr_t wish = start + draw(0x400000) - (draw(8) == 0 ? 0x800000 : 0);
  // The C library's own heap begins there; nothing of it may go away.
  if (wish < start + 0x100000) wish = start + 0x100000 + (wish & 0xffff);
  note("brk", wish, 0, 0, 0, kcall(__NR_brk, wish));
}

static void others(void) {
  uintptr_t at = place_drawn();
  size_t size = size_drawn() & 0xffffff;
  static unsigned char residency[0x1001];
  switch (draw(5)) {
    case 0: {
      int advice = (int[]){MADV_NORMAL, MADV_WILLNEED, MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_MERGEABLE, 99}[draw(7)];
      if (!is_mine(at, size)) advice = MADV_NORMAL;
      note("madvise", at, size, advice, 0, kcall(__NR_madvise, at, size, advice));
      break;
    }
    case 1: note("mincore", at, size, 0, 0, kcall(__NR_mincore, at, size, residency)); break;
    case 2: note("msync", at, size, MS_ASYNC, 0, kcall(__NR_msync, at, size, draw(2) ? MS_ASYNC : MS_SYNC)); break;
    case 3: note("mlock2", at, size, 1, 0, kcall(376, at, size, 1)); break;
    case 4: note("munlock", at, size, 0, 0, kcall(__NR_munlock, at, size)); break;
  }
}

static void sequence(uint32_t seed, int count) {
  state = seed * 2654435761u | 1;
  memset(pieces, 0, sizeof pieces);
  for (int i = 0; i < most; i++) remember(kcall(__NR_mmap2, 0, 0x4000, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 0x4000);
  for (int i = 0; i < count; i++) {
    if (isVerbose) say("%d ", i);
    switch (draw(17)) {
      case 16: grow(); break;
      case 0: case 1: case 2: case 3: case 4: case 5: map(); break;
      case 6: case 7: case 8: unmap(); break;
      case 9: protect(); break;
      case 10: case 11: case 12: move(); break;
      case 13: if (draw(2)) attach(); else detach(); break;
      case 14: heap(); break;
      case 15: others(); break;
    }
    // A hundred calls say whether they are all the same; the first difference is sought with the sequence's own seed.
    if (!isVerbose && i % 100 == 99) say("%u:%d %016llx\n", seed, i + 1, (unsigned long long)digest);
  }
}

int main(int argc, char **argv) {
  if (!(personality(0xffffffff) & ADDR_NO_RANDOMIZE)) {
    NEED(personality(ADDR_NO_RANDOMIZE) >= 0);
    execv("/proc/self/exe", argv);
  }
  file = open("mapped", O_RDWR | O_CREAT, 0600);
  segment = shmget(IPC_PRIVATE, 0x5000, 0600);
  NEED(ftruncate(file, 0x100000) == 0 && segment >= 0);
  uint32_t first = 1, last = 12;
  int count = 1000;
  if (argc > 1) {
    isVerbose = true;
    first = last = strtoul(argv[1], NULL, 10);
    count = atoi(strchr(argv[1], ':') + 1);
  }
  for (uint32_t seed = first; seed <= last; seed++) {
    char who[32];
    snprintf(who, sizeof who, "sequence %u", seed);
    IN_CHILD(who, sequence(seed, count));
  }
  shmctl(segment, IPC_RMID, NULL);
  return guest_status();
}
