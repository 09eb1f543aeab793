#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct BadShape : std::runtime_error {
  explicit BadShape(const std::string& what, int code) : std::runtime_error(what), code(code) {}
  int code;
};

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
  virtual std::string name() const = 0;
};

std::unique_ptr<Shape> make_shape(const std::string& description);
double total_area(const std::vector<std::unique_ptr<Shape>>& shapes);
