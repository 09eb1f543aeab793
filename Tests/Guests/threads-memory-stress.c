// malloc, realloc, free and mmap by several threads: contents stay whole.
#include "guest.h"
#include <pthread.h>

static void *work(void *argument) {
  unsigned seed = (unsigned)(uintptr_t)argument * 77 + 1;
  unsigned char *p[64] = {0}, tag[64];
  size_t size[64];
  long bad = 0;
  for (int i = 0; i < 4000; i++) {
    seed = seed * 1103515245 + 12345;
    int k = seed >> 20 & 63;
    if (p[k]) {
      for (size_t j = 0; j < size[k]; j += 97) bad += p[k][j] != tag[k];
      free(p[k]), p[k] = NULL;
    } else {
      size[k] = (seed >> 8) % ((i % 50) ? 3000 : 400000) + 1;
      p[k] = (unsigned char *)malloc(size[k]), tag[k] = (unsigned char)seed;
      memset(p[k], tag[k], size[k]);
    }
  }
  return (void *)bad;
}

int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, work, (void *)(uintptr_t)i);
  for (int i = 0; i < 4; i++) {
    void *r;
    pthread_join(t[i], &r);
    SHOW((long)r);
  }
  char *big = (char *)malloc(512 << 20);
  CHECK(big != NULL);
  big[0] = big[(512 << 20) - 1] = 1;
  free(big);
  CHECK(malloc(0xf0000000u) == NULL);
  say("%s\n", error_name(errno));
  return guest_status();
}
