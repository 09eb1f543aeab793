// stdio on files and pipes: seeking, buffering, temporary files, large positions, getline.
#include "guest.h"

int main(void) {
  FILE *f = fopen64("file", "w+");
  for (int i = 0; i < 1000; i++) fprintf(f, "line %d\n", i);
  fflush(f);
  SHOW(ftell(f));
  rewind(f);
  char *line = NULL;
  size_t size = 0;
  int lines = 0;
  while (getline(&line, &size, f) > 0) lines++;
  SHOW(lines);
  SHOW(fseeko64(f, 0x123456789LL, SEEK_SET));
  fputc('x', f);
  SHOW(ftello64(f) == 0x12345678aLL);
  SHOW(fclose(f));
  FILE *t = tmpfile();
  fputs("temporary", t);
  rewind(t);
  char text[16] = "";
  fread(text, 1, 15, t);
  say("%s\n", text);
  char name[] = "name-XXXXXX";
  CHECK(mkstemp(name) > 0);
  SHOW(remove(name));
  printf("by printf\n");
  fprintf(stderr, "to standard error\n");
  puts("puts");
  return guest_status();
}
