#include <errno.h>
#include <pthread.h>

#include "Measure.h"

static void *nothing(void *argument) { return argument; }

static void createAndJoin(unsigned count) {
  while (count--) {
    pthread_t thread;
    errno = pthread_create(&thread, NULL, nothing, NULL);
    require(errno == 0, "pthread_create");
    errno = pthread_join(thread, NULL);
    require(errno == 0, "pthread_join");
  }
}

int main(int argc, char **argv) { return measure("thread", argv, createAndJoin); }
