#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <random>
#include <regex>

#include "pool.hpp"
#include "shape.hpp"

namespace {

struct Announced {
  explicit Announced(const char* name) : name(name) {}
  ~Announced() { std::cout << "leaving " << name << '\n'; }
  const char* name;
};

int fail_deep(int depth) {
  Announced announced(depth % 10 ? "" : "a tenth");
  if (depth == 0) throw BadShape("from the depth", 42);
  return fail_deep(depth - 1) + 1;
}

void exceptions() {
  try {
    fail_deep(20);
  } catch (const BadShape& error) {
    std::cout << error.what() << ' ' << error.code << '\n';
  }
  for (auto text : {"circle 2", "rectangle 3 3", "circle -1", "cone 1"}) {
    try {
      auto shape = make_shape(text);
      std::cout << shape->name() << ' ' << std::setprecision(12) << shape->area() << '\n';
    } catch (const BadShape& error) {
      std::cout << "bad shape " << error.code << '\n';
    } catch (const std::exception& error) {
      std::cout << error.what() << '\n';
    }
  }
  try {
    try {
      std::vector<int>(3).at(5);
    } catch (...) {
      std::throw_with_nested(std::logic_error("outer"));
    }
  } catch (const std::exception& error) {
    std::cout << error.what() << '\n';
  }
  try {
    std::unique_ptr<char[]> large(new char[0x40000000]);
    large[0x3fffffff] = 7;
    std::cout << "large " << int(large[0x3fffffff]) << '\n';
    std::vector<char> huge;
    huge.resize(huge.max_size());
  } catch (const std::bad_alloc&) {
    std::cout << "no memory\n";
  }
}

void threads() {
  Pool pool(6);
  std::vector<std::future<long long>> results;
  for (int n = 0; n < 200; n++)
    results.push_back(pool.submit([n]() -> long long {
      if (n == 150) throw BadShape("in a thread", n);
      long long sum = 0;
      for (int k = 0; k < 1000; k++) sum += k * n;
      return sum;
    }));
  long long total = 0;
  for (auto& result : results) {
    try {
      total += result.get();
    } catch (const BadShape& error) {
      std::cout << error.what() << ' ' << error.code << '\n';
    }
  }
  std::cout << "total " << total << '\n';
  std::once_flag once;
  std::atomic<int> ones{0};
  std::vector<std::thread> many;
  for (int n = 0; n < 20; n++) many.emplace_back([&] { std::call_once(once, [&] { ones++; }); ones += 10; });
  for (auto& thread : many) thread.join();
  std::cout << "once " << ones << '\n';
}

void library() {
  std::mt19937 random(7);
  std::vector<int> numbers(10000);
  std::generate(numbers.begin(), numbers.end(), [&] { return static_cast<int>(random() % 100000); });
  std::sort(numbers.begin(), numbers.end());
  std::map<int, int> digits;
  for (int number : numbers) digits[number % 10]++;
  std::cout << numbers.front() << ' ' << numbers.back() << ' ' << digits.at(3) << '\n';
  std::ofstream("file") << "one 1\ntwo 2\n" << std::hex << 255 << ' ' << std::fixed << 1.5 << '\n';
  std::ifstream file("file");
  for (std::string line; std::getline(file, line);) std::cout << line << '|';
  std::cout << '\n' << std::regex_replace("a1b22", std::regex("([0-9]+)"), "<$1>") << '\n';
  auto before = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::cout << (std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(20)) << '\n';
  std::cout << std::setprecision(17) << 0.1 + 0.2 << ' ' << std::scientific << 12345.678L << ' ' << std::boolalpha << true
            << ' ' << std::setw(6) << std::setfill('*') << 42 << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  exceptions();
  threads();
  library();
  if (count > 1 && std::string(arguments[1]) == "terminate") throw std::runtime_error("nobody catches this");
  return 5;
}
