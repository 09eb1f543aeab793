#pragma once

#include <math.h>

#include "Measure.h"

enum { bodies = 5, steps = 1000 };

static struct {
  double position[3], velocity[3], mass;
} body[bodies];

static volatile double sink;

static void placeBodies(void) {
  for (int i = 0; i < bodies; i++) {
    body[i].mass = 1.0 / (1 + i);
    for (int axis = 0; axis < 3; axis++) {
      body[i].position[axis] = 3 * i + axis * 0.5;
      body[i].velocity[axis] = 0.1 * ((i + axis) % 3) - 0.1;
    }
  }
}

static void attract(int i, int j, double time) {
  double difference[3], square = 0.01;
  for (int axis = 0; axis < 3; axis++) {
    difference[axis] = body[i].position[axis] - body[j].position[axis];
    square += difference[axis] * difference[axis];
  }
  double magnitude = time / (square * sqrt(square));
  for (int axis = 0; axis < 3; axis++) {
    body[i].velocity[axis] -= difference[axis] * body[j].mass * magnitude;
    body[j].velocity[axis] += difference[axis] * body[i].mass * magnitude;
  }
}

/// Bodies that attract each other, a thousand steps of time from the same beginning.
static void moveBodies(unsigned count) {
  while (count--) {
    placeBodies();
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < bodies; i++)
        for (int j = i + 1; j < bodies; j++) attract(i, j, 0.001);
      for (int i = 0; i < bodies; i++)
        for (int axis = 0; axis < 3; axis++) body[i].position[axis] += 0.001 * body[i].velocity[axis];
    }
    sink = body[0].position[0];
  }
}
