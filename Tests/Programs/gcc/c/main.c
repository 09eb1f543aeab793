#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "numbers.h"
#include "table.h"
#include "workers.h"

static sigjmp_buf back;

static volatile int *volatile nowhere = (volatile int *)16;

static void jump(int number) { siglongjmp(back, number); }

int main(int count, char **arguments) {
  struct table *table = table_create(257);
  char key[32];
  for (int n = 0; n < 20000; n++) {
    snprintf(key, sizeof key, "key %d", n * 7919 % 3001);
    table_add(table, key, n);
  }
  long long value = 0;
  int found = table_find(table, "key 77", &value);
  printf("%zu %d %lld\n", table_count(table), found, value);
  table_destroy(table);
  print_numbers();
  printf("%lld\n", run_workers(12));

  signal(SIGSEGV, jump);
  int caught = sigsetjmp(back, 1);
  if (!caught) *nowhere = 1;
  printf("caught %d\n", caught);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(count + 20);
  int status;
  waitpid(child, &status, 0);
  printf("child %d, %s\n", WEXITSTATUS(status), count > 1 ? arguments[1] : "no argument");
  errno = ENOENT;
  perror("error");
  return 3;
}
