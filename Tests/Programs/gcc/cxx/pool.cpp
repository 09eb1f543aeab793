#include "pool.hpp"

Pool::Pool(unsigned count) {
  for (unsigned n = 0; n < count; n++) threads.emplace_back(&Pool::run, this);
}

Pool::~Pool() {
  {
    std::lock_guard lock(mutex);
    closing = true;
  }
  wake.notify_all();
  for (auto& thread : threads) thread.join();
}

void Pool::run() {
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex);
      wake.wait(lock, [this] { return closing || !tasks.empty(); });
      if (tasks.empty()) return;
      task = std::move(tasks.front());
      tasks.pop();
    }
    task();
  }
}
