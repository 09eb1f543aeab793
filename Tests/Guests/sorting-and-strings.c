// qsort of many words, memory functions at page ends (with vector registers), regular expressions, environment.
#include "guest.h"
#include <regex.h>

static int compare(const void *a, const void *b) { return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b; }

int main(void) {
  enum { n = 200000 };
  int *v = (int *)malloc(n * sizeof *v);
  unsigned seed = 1;
  for (int i = 0; i < n; i++) v[i] = (int)(seed = seed * 1103515245 + 12345);
  qsort(v, n, sizeof *v, compare);
  int bad = 0;
  for (int i = 1; i < n; i++) bad += v[i - 1] > v[i];
  SHOW(bad);
  char *p = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(p + 4096, 4096, PROT_NONE);
  memset(p, 'x', 4095), p[4095] = 0;
  size_t total = 0;
  for (int i = 0; i < 200; i++) total += strlen(p + 4095 - i) + (size_t)(strchr(p + 3800 + i, 0) - p);
  SHOW(total);
  regex_t r;
  regmatch_t m[2];
  SHOW(regcomp(&r, "a+(b*)c", REG_EXTENDED));
  SHOW(regexec(&r, "xxaabbbcyy", 2, m, 0));
  say("%d %d\n", (int)m[1].rm_so, (int)m[1].rm_eo);
  setenv("NEW", "value", 1);
  say("%s\n", getenv("NEW"));
  time_t t = 1000000000;
  struct tm u;
  char text[64];
  gmtime_r(&t, &u);
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &u);
  say("%s\n", text);
  return guest_status();
}
