/* Uniforms by hashing and samplers of one uniform: the scalar forms.
 *
 * Operation for operation the same as draws.py, which is the specification. No library exp or
 * log; compile without contraction, so that every instruction set gives the same bits. */
#ifndef KNOCKON_DRAWS_H
#define KNOCKON_DRAWS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define STRIDE 0x9E3779B97F4A7C15ull
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define PER_LN2 1.44269504088896338700
#define BINOMIAL_SHIFT 60.0
#define INVERSION_BELOW_MEAN 12.0
#define INVERSION_BELOW_COUNT 1024
#define MOST_INVERTED 1024

extern double one_over[MOST_INVERTED + 1]; /* one_over[k] = 1.0 / k, filled by load_tables */
void load_tables(void);

static inline uint64_t mix(uint64_t word)
{
    word ^= word >> 27;
    word *= 0x3C79AC492BA7B653ull;
    word ^= word >> 33;
    word *= 0x1C69B3F74AC4AE35ull;
    return word ^ word >> 27;
}

/* The word of a cell (one class of one station on one day). */
static inline uint64_t cell_of(uint64_t stem, int64_t day)
{
    return mix(stem + (uint64_t)(day + 1) * STRIDE);
}

static inline double unit(uint32_t bits) { return ((double)(int32_t)bits + 2147483648.5) * 0x1p-32; }
static inline double high(uint64_t word) { return unit((uint32_t)(word >> 32)); }
static inline double low(uint64_t word) { return unit((uint32_t)word); }

static inline double two_to(double whole) /* 2 to a whole power from -1022 to 1023 */
{
    uint64_t bits = (uint64_t)((int64_t)whole + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

static inline double exp_of(double x)
{
    x = x < -700.0 ? -700.0 : x;
    x = x > 700.0 ? 700.0 : x;
    double twos = floor(x * PER_LN2 + 0.5);
    double r = (x - twos * LN2_HIGH) - twos * LN2_LOW;
    double total = 1.0 / 6227020800.0;
    total = total * r + 1.0 / 479001600.0;
    total = total * r + 1.0 / 39916800.0;
    total = total * r + 1.0 / 3628800.0;
    total = total * r + 1.0 / 362880.0;
    total = total * r + 1.0 / 40320.0;
    total = total * r + 1.0 / 5040.0;
    total = total * r + 1.0 / 720.0;
    total = total * r + 1.0 / 120.0;
    total = total * r + 1.0 / 24.0;
    total = total * r + 1.0 / 6.0;
    total = total * r + 1.0 / 2.0;
    total = total * r + 1.0;
    total = total * r + 1.0;
    return total * two_to(twos);
}

static inline double log_of(double x) /* x positive and not subnormal */
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    double twos = (double)((int32_t)(bits >> 52) - 1023);
    bits = (bits & 0x000FFFFFFFFFFFFFull) | 0x3FF0000000000000ull;
    double m;
    memcpy(&m, &bits, sizeof m);
    int great = m > 1.4142135623730951;
    m = great ? m * 0.5 : m;
    twos = great ? twos + 1.0 : twos;
    double f = (m - 1.0) / (m + 1.0);
    double s = f * f;
    double total = 1.0 / 23.0;
    total = total * s + 1.0 / 21.0;
    total = total * s + 1.0 / 19.0;
    total = total * s + 1.0 / 17.0;
    total = total * s + 1.0 / 15.0;
    total = total * s + 1.0 / 13.0;
    total = total * s + 1.0 / 11.0;
    total = total * s + 1.0 / 9.0;
    total = total * s + 1.0 / 7.0;
    total = total * s + 1.0 / 5.0;
    total = total * s + 1.0 / 3.0;
    total = total * s + 1.0;
    return twos * LN2_HIGH + ((f + f) * total + twos * LN2_LOW);
}

/* Standard normal quantile (Wichura 1988, AS 241) for u from 2^-33 to 1 - 2^-33. */
static inline double quantile_centre(double q)
{
    double r = 0.180625 - q * q;
    double up = 2509.0809287301226727;
    up = up * r + 33430.575583588128105;
    up = up * r + 67265.770927008700853;
    up = up * r + 45921.953931549871457;
    up = up * r + 13731.693765509461125;
    up = up * r + 1971.5909503065514427;
    up = up * r + 133.14166789178437745;
    up = up * r + 3.387132872796366608;
    double down = 5226.495278852854561;
    down = down * r + 28729.085735721942674;
    down = down * r + 39307.89580009271061;
    down = down * r + 21213.794301586595867;
    down = down * r + 5394.1960214247511077;
    down = down * r + 687.1870074920579083;
    down = down * r + 42.313330701600911252;
    down = down * r + 1.0;
    return q * up / down;
}

static inline double quantile_tail(double smaller) /* for the smaller of u and 1 - u; positive */
{
    double r = sqrt(-log_of(smaller)) - 1.6;
    double up = 7.7454501427834140764e-4;
    up = up * r + 0.0227238449892691845833;
    up = up * r + 0.24178072517745061177;
    up = up * r + 1.27045825245236838258;
    up = up * r + 3.64784832476320460504;
    up = up * r + 5.7694972214606914055;
    up = up * r + 4.6303378461565452959;
    up = up * r + 1.42343711074968357734;
    double down = 1.05075007164441684324e-9;
    down = down * r + 5.475938084995344946e-4;
    down = down * r + 0.0151986665636164571966;
    down = down * r + 0.14810397642748007459;
    down = down * r + 0.68976733498510000455;
    down = down * r + 1.6763848301838038494;
    down = down * r + 2.05319162663775882187;
    down = down * r + 1.0;
    return up / down;
}

static inline double normal_quantile(double u)
{
    double q = u - 0.5;
    if (fabs(q) <= 0.425)
        return quantile_centre(q);
    double z = quantile_tail(q < 0 ? u : 1.0 - u);
    return q < 0 ? -z : z;
}

/* Giles' expansion of the Poisson quantile, given a normal quantile. */
static inline double poisson_expansion(double mean, double z)
{
    double s = sqrt(mean);
    double centre = (mean + s * z) + (1.0 / 3.0 + z * z * (1.0 / 6.0));
    double x = centre - (z * (1.0 / 36.0) + z * z * z * (1.0 / 72.0)) / s;
    double whole = floor(x);
    return whole > 0.0 ? whole : 0.0;
}

/* Cornish-Fisher quantile of the binomial with lattice correction. */
static inline double binomial_expansion(double n, double p, double z)
{
    double q = 1.0 - p;
    double mean = n * p;
    double s = sqrt(mean * q);
    double skew = q - p;
    double cube = z * z * z;
    double third = (cube - 3.0 * z) * (1.0 - 6.0 * (p * q)) * (1.0 / 24.0);
    double squared = (2.0 * cube - 5.0 * z) * (skew * skew) * (1.0 / 36.0);
    double lattice = (third - squared) - z * (1.0 / 24.0);
    double x = ((mean + s * z) + skew * (z * z - 1.0) * (1.0 / 6.0)) + 0.5 + lattice / s;
    double whole = floor(x);
    whole = whole > 0.0 ? whole : 0.0;
    return whole < n ? whole : n;
}

int64_t poisson_one(double mean, double u);
int64_t binomial_one(int64_t n, double p, double u);
double gamma_quantile(int64_t k, double u);

#endif
