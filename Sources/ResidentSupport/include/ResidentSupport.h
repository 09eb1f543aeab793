#pragma once
#include <stdint.h>
#include "HostCall.h"
