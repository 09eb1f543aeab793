// mseal, pkey_*, map_shadow_stack, remap_file_pages, cachestat, memfd_secret: what they do, and what they refuse.
#include "guest.h"
#include <sys/syscall.h>

struct range { uint64_t offset, length; };
int main(void) {
  char *p = mmap((void *)0x30000000, 8 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  enum { MSEAL = 462, SHADOW = 453, CACHESTAT = 451, SECRET = 447 };
  RAW(kcall(MSEAL, p, 4096, 1));
  RAW(kcall(MSEAL, p + 1, 4096, 0));
  RAW(kcall(MSEAL, 0x70000000, 4096, 0));
  RAW(kcall(MSEAL, p, 0xffffffff, 0));
  long sealed = kcall(MSEAL, p + 4096, 2 * 4096, 0);
  guest_show_raw("seal", sealed);
  RAW(kcall(__NR_mprotect, p, 8 * 4096, 1));
  RAW(kcall(__NR_munmap, p, 8 * 4096));
  RAW(kcall(__NR_munmap, p + 4096, 1));
  RAW(kcall(__NR_mremap, p + 4096, 4096, 8192, 0, 0));
  RAW(kcall(__NR_mremap, p + 4096, 4096, 4096, 3, 0x31000000));
  RAW(kcall(__NR_mmap2, p + 4096, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  RAW(kcall(__NR_mmap2, p + 4096, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  RAW(kcall(__NR_mmap2, p + 4096, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == (long)p + 4096);
  RAW(kcall(__NR_madvise, p + 4096, 4096, MADV_DONTNEED));
  RAW(kcall(__NR_munmap, p, 4096));
  RAW(kcall(__NR_mmap2, p, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  RAW(kcall(__NR_munmap, p + 3 * 4096, 5 * 4096));
  int key = kcall(__NR_pkey_alloc, 0, 0);
  guest_show_raw("pkey_alloc", key < 0 ? key : 0);
  RAW(kcall(__NR_pkey_alloc, 1, 0));
  RAW(kcall(__NR_pkey_alloc, 0, 99));
  RAW(kcall(__NR_pkey_free, 99));
  RAW(kcall(__NR_pkey_free, 0));
  RAW(kcall(__NR_pkey_mprotect, p, 4096, 1, -1));
  RAW(kcall(__NR_pkey_mprotect, p, 4096, 3, 77));
  RAW(kcall(__NR_pkey_mprotect, p + 4096, 4096, 1, -1));
  RAW(kcall(__NR_pkey_mprotect, p + 1, 4096, 1, -1));
  RAW(kcall(SHADOW, 0, 4096, 0));
  RAW(kcall(SHADOW, 0x40000000, 4096, 1));
  int fd = open("pages", O_RDWR | O_CREAT, 0600);
  for (int i = 0; i < 4; i++) pwrite(fd, (char[]){'a' + i}, 1, i * 4096);
  ftruncate(fd, 4 * 4096);
  char *m = mmap(NULL, 4 * 4096, 3, MAP_SHARED, fd, 0);
  RAW(kcall(__NR_remap_file_pages, m, 4096, 0, 3, 0));
  say("%c%c%c%c\n", m[0], m[4096], m[8192], m[12288]);
  RAW(kcall(__NR_remap_file_pages, m + 4096, 8192, 0, 0, MAP_NONBLOCK));
  say("%c%c%c%c\n", m[0], m[4096], m[8192], m[12288]);
  RAW(kcall(__NR_remap_file_pages, m, 4096, 1, 3, 0));
  RAW(kcall(__NR_remap_file_pages, m + 7, 4096, 0, 2, 0));
  say("%c\n", m[0]);
  RAW(kcall(__NR_remap_file_pages, p, 4096, 0, 3, 0));
  RAW(kcall(__NR_remap_file_pages, 0x70000000, 4096, 0, 3, 0));
  RAW(kcall(__NR_remap_file_pages, m, 0, 0, 3, 0));
  RAW(kcall(__NR_remap_file_pages, m, 0xfffff000, 0, 3, 0));
  RAW(kcall(__NR_remap_file_pages, m, 4096, 0, 0xffffffff, 0));
  m[0] = 'X';
  char c;
  pread(fd, &c, 1, 2 * 4096);
  SHOW(c);
  struct range r = {0, 4 * 4096}, all = {0, 0};
  uint64_t counts[5];
  memset(counts, 0x77, sizeof counts);
  RAW(kcall(CACHESTAT, fd, &r, counts, 0));
  say("cached %llu writeback %llu\n", (long long)counts[0], (long long)counts[2]);
  RAW(kcall(CACHESTAT, fd, &all, counts, 0));
  say("cached %llu\n", (long long)counts[0]);
  r.offset = 1ull << 40;
  RAW(kcall(CACHESTAT, fd, &r, counts, 0));
  say("cached %llu\n", (long long)counts[0]);
  RAW(kcall(CACHESTAT, fd, &r, counts, 1));
  RAW(kcall(CACHESTAT, fd, 8, counts, 0));
  RAW(kcall(CACHESTAT, fd, &r, 8, 0));
  RAW(kcall(CACHESTAT, -1, &r, counts, 0));
  int secret = kcall(SECRET, 0);
  guest_show_raw("memfd_secret", secret < 0 ? secret : 0);
  RAW(kcall(SECRET, 1));
  if (secret >= 0) {
    CALL(ftruncate(secret, 8192));
    char *s = mmap(NULL, 8192, 3, MAP_SHARED, secret, 0);
    SHOW(s != MAP_FAILED);
    if (s != MAP_FAILED) {
      s[1] = 'q';
      CALL(write(1, s, 2));
      CALL(mmap(NULL, 8192, 3, MAP_PRIVATE, secret, 0) == MAP_FAILED ? -1 : 0);
      SHOW(s[1]);
    }
  }
  return guest_status();
}
