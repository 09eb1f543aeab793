// Cancellation in blocking calls and of computation (asynchronous), with clean-up handlers.
#include "guest.h"
#include <pthread.h>

static int p[2];
static volatile bool started;
static void cleanup(void *what) { say("clean up %s\n", (char *)what); }
static void *blocked(void *unused) {
  char c;
  pthread_cleanup_push(cleanup, (void *)"read");
  started = true;
  read(p[0], &c, 1);
  pthread_cleanup_pop(0);
  return NULL;
}
static void *spinning(void *unused) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  pthread_cleanup_push(cleanup, (void *)"spin");
  started = true;
  for (;;) __asm__ volatile("");
  pthread_cleanup_pop(0);
  return NULL;
}
static void *sleeping(void *unused) {
  pthread_cleanup_push(cleanup, (void *)"sleep");
  started = true;
  sleep(1000);
  pthread_cleanup_pop(0);
  return NULL;
}
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *waiting(void *unused) {
  pthread_mutex_lock(&m);
  pthread_cleanup_push((void (*)(void *))pthread_mutex_unlock, &m);
  started = true;
  pthread_cond_wait(&c, &m);
  pthread_cleanup_pop(1);
  return NULL;
}

int main(void) {
  pipe(p);
  void *(*bodies[])(void *) = {blocked, spinning, sleeping, waiting};
  for (int i = 0; i < 4; i++) {
    pthread_t t;
    void *r;
    pthread_create(&t, NULL, bodies[i], NULL);
    while (!started) pause_ms(1);
    started = false;
    pause_ms(10);
    int cancelled = pthread_cancel(t);
    pthread_join(t, &r);
    SHOW(cancelled);
    SHOW(r == PTHREAD_CANCELED);
  }
  SHOW(pthread_mutex_trylock(&m));
  return guest_status();
}
