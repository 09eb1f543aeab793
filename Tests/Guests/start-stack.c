// What stands at the top of the stack of a new program lies where the kernel puts it, for numbers and lengths of arguments
// and environment that put each part at other remainders of 16; within its page, as an x86-64 guest's stack lies below that of
// its resident.
// guest: abi=i386,x86_64
#include "guest.h"
#include <link.h>
#include <sys/auxv.h>
#include <sys/personality.h>

static void started(int argc, char **argv) {
  char **end = environ;
  while (*end) end++;
  ElfW(auxv_t) *vector = (ElfW(auxv_t) *)(end + 1);
  while (vector->a_type != AT_NULL) vector++;
  say(
      "%d arguments: at %lx, random bytes %lx, name %lx, %s at %lx, %ld bytes to the vector's end\n", argc, (long)argv & 4095,
      getauxval(AT_RANDOM) & 4095, getauxval(AT_EXECFN) & 4095, (char *)getauxval(AT_PLATFORM),
      getauxval(AT_PLATFORM) & 4095,
      (char *)(vector + 1) - (char *)argv);
}

static void start(char **argv, int arguments, int length, int variables) {
  pid_t child = fork();
  if (child == 0) {
    static char word[64];
    memset(word, 'a', length);
    char *list[16] = {argv[0], (char *)"started"}, *environment[16] = {NULL};
    for (int i = 0; i < arguments; i++) list[2 + i] = word;
    for (int i = 0; i < variables; i++) environment[i] = (char *)"A=1";
    NEED(personality(ADDR_NO_RANDOMIZE) >= 0);
    execve("/proc/self/exe", list, environment);
    _exit(98);
  }
  reap(child, "start");
}

int main(int argc, char **argv) {
  if (argc > 1 && !strcmp(argv[1], "started")) {
    started(argc, argv);
    return guest_status();
  }
  for (int arguments = 1; arguments <= 4; arguments++)
    for (int length = 0; length < 17; length += 3)
      for (int variables = 0; variables < 3; variables++) start(argv, arguments, length, variables);
  return guest_status();
}
