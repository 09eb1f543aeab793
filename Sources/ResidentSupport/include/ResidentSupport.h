#pragma once
#include "Gateway.h"
#include "GuestCopy.h"
#include "GuestMap.h"
#include "HostCall.h"
#include "Segments.h"
#include "VDSO32.h"
#include "VectorState.h"
