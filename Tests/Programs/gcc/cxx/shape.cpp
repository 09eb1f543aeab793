#include "shape.hpp"

#include <cmath>
#include <numeric>
#include <sstream>

namespace {

class Circle : public Shape {
 public:
  explicit Circle(double radius) : radius(radius) {}
  double area() const override { return std::acos(-1.0) * radius * radius; }
  std::string name() const override { return "circle"; }

 private:
  double radius;
};

class Rectangle : public Shape {
 public:
  Rectangle(double width, double height) : width(width), height(height) {}
  double area() const override { return width * height; }
  std::string name() const override { return width == height ? "square" : "rectangle"; }

 private:
  double width, height;
};

}  // namespace

std::unique_ptr<Shape> make_shape(const std::string& description) {
  std::istringstream input(description);
  std::string kind;
  double first = 0, second = 0;
  input >> kind >> first >> second;
  if (first < 0) throw BadShape("negative " + kind, 7);
  if (kind == "circle") return std::make_unique<Circle>(first);
  if (kind == "rectangle") return std::make_unique<Rectangle>(first, second);
  throw std::invalid_argument("no shape: " + kind);
}

double total_area(const std::vector<std::unique_ptr<Shape>>& shapes) {
  return std::accumulate(shapes.begin(), shapes.end(), 0.0,
                         [](double sum, const auto& shape) { return sum + shape->area(); });
}
