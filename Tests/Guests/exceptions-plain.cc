// C++ exceptions through frames, with destructors, rethrown, from a thread and through C frames.
#include "guest.h"
#include <pthread.h>
#include <stdexcept>
#include <string>

struct Noisy {
  const char *name;
  ~Noisy() { say("~%s\n", name); }
};
static int deep(int n) {
  Noisy noisy{n % 2 ? "odd" : "even"};
  if (n == 0) throw std::runtime_error("bottom");
  return deep(n - 1) + 1;
}
static void *thread(void *) {
  try {
    deep(1);
  } catch (const std::exception &e) {
    say("thread: %s\n", e.what());
  }
  return nullptr;
}
static int compare(const void *, const void *) { throw 42; }

int main() {
  try {
    try {
      deep(3);
    } catch (const std::runtime_error &e) {
      say("caught %s\n", e.what());
      throw;
    }
  } catch (const std::exception &e) {
    say("again %s\n", e.what());
  }
  pthread_t t;
  pthread_create(&t, nullptr, thread, nullptr);
  pthread_join(t, nullptr);
  int words[4] = {4, 3, 2, 1};
  try {
    qsort(words, 4, sizeof *words, compare);
  } catch (int n) {
    say("%d\n", n);
  }
  try {
    std::string().at(3);
  } catch (const std::out_of_range &) {
    say("out of range\n");
  }
  IN_CHILD("terminate", close(2); throw 1);
  return guest_status();
}
