// printf and scanf of floats, long double arithmetic, rounding modes, integer conversions.
// guest: cflags=-lm
#include "guest.h"
#include <fenv.h>
#include <math.h>

int main(void) {
  volatile long double third = 1.0L / 3, e = expl(1.0L);
  say("%.20Lf %.20Lf %La\n", third, e, third);
  say("%g %e %f %a\n", 1e300, 1e-300, 12345.678, 0.1);
  say("%f %f %f %d\n", INFINITY, -INFINITY, fabs(NAN), isnan(NAN));
  say("%.15g %.15g %.15g\n", sin(1), pow(2, 0.5), log(10));
  say("%.17g\n", strtod("0.1000000000000000055511151231257827", NULL));
  int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};
  for (int i = 0; i < 4; i++) {
    fesetround(modes[i]);
    volatile double x = 2.5, one = 1, three = 3;
    say("%ld %ld %a\n", lrint(x), lrint(-x), one / three);
  }
  fesetround(FE_TONEAREST);
  double d;
  long double l;
  sscanf("3.25 1e4000", "%lf %Lf", &d, &l);
  say("%f %Lg\n", d, l);
  volatile unsigned long long big = 0xffffffffffffffffull;
  say("%llu %.1f %llu\n", big / 10, (double)big, (unsigned long long)1.8e19);
  feclearexcept(FE_ALL_EXCEPT);
  volatile double zero = 0;
  d = 1 / zero;
  say("%d\n", fetestexcept(FE_DIVBYZERO) != 0);
  return guest_status();
}
