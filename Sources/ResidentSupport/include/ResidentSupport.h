#pragma once
#include "Gateway.h"
#include "GuestCopy.h"
#include "HostCall.h"
#include "Segments.h"
#include "Storage.h"
#include "VDSO32.h"
#include "VectorState.h"
