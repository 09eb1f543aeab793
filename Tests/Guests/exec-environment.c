// Arguments and environment arrive unchanged: empty ones, many, large ones; E2BIG.
#include "guest.h"
extern char **environ;

int main(int argc, char **argv, char **envp) {
  if (argc > 0 && strcmp(argv[0], "child") == 0) {
    int n = 0;
    unsigned long sum = 0;
    for (; envp[n]; n++) {}
    for (int i = 0; i < argc; i++)
      for (char *p = argv[i]; *p; p++) sum = sum * 31 + (unsigned char)*p;
    say("argc %d env %d sum %lx first %s A=%s\n", argc, n, sum, argc > 1 ? argv[1] : "-", getenv("A") ? getenv("A") : "-");
    CHECK(argv[argc] == NULL);
    return 0;
  }
  const char *self = "/proc/self/exe";
  char *two[] = {(char *)"child", (char *)"", NULL}, *env[] = {(char *)"A=b=c", (char *)"NOEQUALS", (char *)"", NULL}, *none[] = {NULL};
  IN_CHILD("small", execve(self, two, env));
  IN_CHILD("no environment", execve(self, two, none));
  char **many = (char **)calloc(20001, sizeof *many), *big = (char *)malloc(131072);
  many[0] = (char *)"child";
  for (int i = 1; i < 20000; i++) asprintf(&many[i], "argument %d", i);
  IN_CHILD("many", execve(self, many, env));
  memset(big, 'b', 131071), big[131071] = 0;
  char *large[] = {(char *)"child", big, big, NULL};
  big[131070] = 0;
  big[200] = 0;
  IN_CHILD("large", execve(self, large, env));
  char *longer = (char *)malloc(140000);
  memset(longer, 'l', 139999), longer[139999] = 0;
  char *too[] = {(char *)"child", longer, NULL};
  CALL(execve(self, too, env));
  longer[131071] = 0;
  pid_t child = fork();
  if (child == 0) {
    too[0] = (char *)"child";
    int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    execve(self, too, env);
    _exit(98);
  }
  reap(child, "one long");
  return guest_status();
}
