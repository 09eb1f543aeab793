#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
 public:
  explicit Pool(unsigned count);
  ~Pool();

  template <typename Work>
  auto submit(Work work) -> std::future<decltype(work())> {
    auto task = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
    auto future = task->get_future();
    {
      std::lock_guard lock(mutex);
      tasks.emplace([task] { (*task)(); });
    }
    wake.notify_one();
    return future;
  }

 private:
  void run();

  std::mutex mutex;
  std::condition_variable wake;
  std::queue<std::function<void()>> tasks;
  std::vector<std::thread> threads;
  bool closing = false;
};
