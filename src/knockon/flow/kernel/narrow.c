/* Poisson and binomial variates in single precision, sixteen side by side.
 *
 * Here a count is only estimated, with a bound on how far the estimate may be out. Where the bound
 * leaves two counts possible in some lane, the exact samplers of lanes.c decide, which happens in a
 * few blocks of a hundred. So counts are those of draws.py, uniform for uniform, on any instruction
 * set; single precision and the approximations below only make them sooner known. */
#include "lanes.h"

#define SIXTEEN 16
#define HALVES (LANES / SIXTEEN)
#define EACH_HALF for (int h = 0; h < HALVES; h++)
typedef float wide __attribute__((vector_size(SIXTEEN * sizeof(float))));
typedef int32_t flags __attribute__((vector_size(SIXTEEN * sizeof(int32_t))));
typedef int32_t eight __attribute__((vector_size(8 * sizeof(int32_t))));
typedef int32_t four __attribute__((vector_size(4 * sizeof(int32_t))));
typedef union {
    wide half[HALVES];
    float lane[LANES];
} Floats;

/* What single precision and at most MOST_SUMMED additions may do to a cumulated chance, relatively. */
#define SUM_MAY_ERR 3e-5f
#define MOST_SUMMED 64
#define AT_A_TIME 2
/* From here on a sum may be given up for an expansion, where every lane has at least this mean. */
#define SUMMED_BELOW_MEAN 24.0
/* Single precision loses whole people far out; beyond, the exact samplers do it all. */
#define GREATEST_MEAN 1e6
#define GREATEST_TRIALS 4e6
/* Below this mean no uniform reaches even the first: the greatest is 1 - 2^-33. */
#define NO_CHANCE 0x1p-35
/* The quantile below is good to 3e-6 of itself up to here, whence to this many standard deviations. */
#define FURTHEST_OUT 10.0f
#define QUANTILE_MAY_ERR 1.5e-5f

/* Rounded once where the processor can, as an estimate may be: its bound covers both ways. */
#ifdef __FMA__
#define FUSED(a, b, c) __builtin_fmaf(a, b, c)
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif

static inline float float_of_bits(int32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline float narrow_exp(float x) /* x from -80 to 0 */
{
    float twos = floorf(FUSED(x, 1.44269504f, 0.5f));
    float r = FUSED(twos, 2.12194440e-4f, FUSED(twos, -0.693359375f, x));
    float total = 1.394859366e-03f;
    total = FUSED(total, r, 8.375138263e-03f);
    total = FUSED(total, r, 4.166621808e-02f);
    total = FUSED(total, r, 1.666641536e-01f);
    total = FUSED(total, r, 5.000000108e-01f);
    total = FUSED(total, r, 1.000000038e+00f);
    total = FUSED(total, r, 1.0f);
    return total * float_of_bits(((int32_t)twos + 127) << 23);
}

static inline float narrow_log(float x) /* x positive and not subnormal */
{
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    int32_t twos = (bits - 0x3F3504F3) >> 23; /* so that the rest is between the roots of 1/2 and 2 */
    float f = float_of_bits(bits - twos * (1 << 23)) - 1.0f;
    float total = 8.744053148e-02f;
    total = FUSED(total, f, -1.437750502e-01f);
    total = FUSED(total, f, 1.494913487e-01f);
    total = FUSED(total, f, -1.656067529e-01f);
    total = FUSED(total, f, 1.995697187e-01f);
    total = FUSED(total, f, -2.500215415e-01f);
    total = FUSED(total, f, 3.333418350e-01f);
    total = FUSED(total, f, -4.999998703e-01f);
    total = FUSED(total, f, 9.999999743e-01f);
    return FUSED(total, f, (float)twos * 0.693147181f);
}

/* The normal quantile over 2u - 1, by `depth`, which is -log(4u(1 - u)): a polynomial fitted for this. */
static inline float quantile_slope(float depth)
{
    float d = depth - 4.0f;
    float total = 1.001981913e-09f;
    total = FUSED(total, d, -2.756996607e-08f);
    total = FUSED(total, d, 2.298219703e-07f);
    total = FUSED(total, d, 4.032245422e-07f);
    total = FUSED(total, d, -2.133798314e-05f);
    total = FUSED(total, d, 1.698453378e-04f);
    total = FUSED(total, d, -2.922469474e-04f);
    total = FUSED(total, d, -1.021621046e-02f);
    total = FUSED(total, d, 3.229480731e-01f);
    return FUSED(total, d, 2.628712515e+00f);
}

/* Normal quantiles; `depth` says how far out each is. */
static inline void narrow_quantiles(const reals u, float *z, float *depth)
{
    EACH
    {
        float product = (float)(4.0 * u[l] * (1.0 - u[l])), from_middle = (float)(2.0 * u[l] - 1.0);
        depth[l] = -narrow_log(product);
        z[l] = from_middle * quantile_slope(depth[l]);
    }
}

/* Whether any lane is flagged: halved down to a word, as a compiler takes lanes out one by one. */
static inline int any_flagged(const flags *flagged)
{
    flags all = flagged[0];
    eight half[2];
    four quarter[2];
    int64_t last[2];
    for (int h = 1; h < HALVES; h++)
        all |= flagged[h];
    memcpy(half, &all, sizeof half);
    half[0] |= half[1];
    memcpy(quarter, half, sizeof quarter);
    quarter[0] |= quarter[1];
    memcpy(last, quarter, sizeof last);
    return (last[0] | last[1]) != 0;
}

/* A law whose chances are first, then each the one before times growth / k - wane. */
typedef struct {
    Floats first, growth, wane;
} Series;

/* Add up the chances of 0, 1, 2, ... until they pass the uniforms, counting twice: by a little less
 * than each uniform and by a little more. Says whether the two differ anywhere. Whoever is done goes
 * along, as sums never fall; a uniform of 0 is at 0 at once. */
static inline int sum_up(const Series *series, const float *uniform, people count)
{
    Floats less, more;
    wide mass[HALVES], total[HALVES];
    flags below[HALVES], fewer[HALVES] = {{0}}, greater[HALVES] = {{0}};
    EACH less.lane[l] = uniform[l] * (1.0f - SUM_MAY_ERR);
    EACH more.lane[l] = uniform[l] * (1.0f + SUM_MAY_ERR);
    EACH_HALF mass[h] = total[h] = series->first.half[h];
    for (int k = 0; k < MOST_SUMMED; k += AT_A_TIME) {
        for (int step = 1; step <= AT_A_TIME; step++) {
            const float share = (float)one_over[k + step];
            EACH_HALF
            {
                below[h] = less.half[h] > total[h];
                fewer[h] -= below[h];
                greater[h] -= more.half[h] > total[h];
                mass[h] = mass[h] * (series->growth.half[h] * share - series->wane.half[h]);
                total[h] = total[h] + mass[h];
            }
        }
        EACH_HALF below[h] = less.half[h] > total[h];
        if (!any_flagged(below))
            break;
    }
    EACH_HALF below[h] = (more.half[h] > total[h]) | (fewer[h] != greater[h]);
    memcpy(count, fewer, sizeof(people));
    return any_flagged(below);
}

/* ---- Poisson ---------------------------------------------------------------------------- */

static inline int sum_poissons(const reals mean, const reals u, people count)
{
    Series series;
    float uniform[LANES];
    EACH
    {
        int summed = mean[l] < INVERSION_BELOW_MEAN;
        float rate = summed ? (float)mean[l] : 0.0f;
        uniform[l] = summed ? (float)u[l] : 0.0f;
        series.first.lane[l] = narrow_exp(-rate);
        series.growth.lane[l] = rate;
        series.wane.lane[l] = 0.0f;
    }
    return sum_up(&series, uniform, count);
}

static inline int expand_poissons(const reals mean, const reals u, people count)
{
    float z[LANES], depth[LANES], fraction[LANES];
    people whole;
    int32_t doubt = 0;
    narrow_quantiles(u, z, depth);
    EACH
    {
        double down = floor(mean[l]);
        whole[l] = (int32_t)down;
        fraction[l] = (float)(mean[l] - down);
    }
    EACH
    {
        int great = whole[l] >= (int32_t)INVERSION_BELOW_MEAN;
        float s = sqrtf((float)whole[l] + fraction[l]), square = z[l] * z[l];
        float beyond = z[l] * (1.0f / 36.0f) * (1.0f + 0.5f * square) / s;
        float x = s * z[l] + (fraction[l] + (1.0f / 3.0f) + square * (1.0f / 6.0f) - beyond);
        float may_err = QUANTILE_MAY_ERR * s;
        float least = floorf(x - may_err), most = floorf(x + may_err);
        int32_t found = whole[l] + (int32_t)least;
        doubt |= great & ((least != most) | (depth[l] > FURTHEST_OUT));
        found = found > 0 ? found : 0;
        count[l] = great ? found : count[l];
    }
    return doubt != 0;
}

void poissons(const reals mean, const reals u, people count)
{
    int32_t small = 0, great = 0, beyond = 0;
    EACH
    {
        small |= mean[l] < INVERSION_BELOW_MEAN;
        great |= mean[l] >= INVERSION_BELOW_MEAN;
        beyond |= mean[l] > GREATEST_MEAN;
    }
    int doubt = beyond;
    if (small && !doubt)
        doubt |= sum_poissons(mean, u, count);
    if (great && !doubt)
        doubt |= expand_poissons(mean, u, count);
    if (doubt)
        poissons_exactly(mean, u, count);
}

/* ---- binomial --------------------------------------------------------------------------- */

static inline int sum_binomials(const reals trials, const Chance *chance, const people summed, const reals u,
                                people count)
{
    Series series;
    float uniform[LANES];
    EACH
    {
        float n = summed[l] ? (float)trials[l] : 0.0f, ratio = (float)chance->ratio[l];
        uniform[l] = summed[l] && n > 0.0f ? (float)u[l] : 0.0f;
        series.first.lane[l] = narrow_exp(n * (float)chance->log_rest[l]);
        series.growth.lane[l] = ratio * (n + 1.0f);
        series.wane.lane[l] = ratio;
    }
    return sum_up(&series, uniform, count);
}

/* How far the Cornish-Fisher quantile of fewer than 1,024 trials is from the true one, by its variance:
 * a bound over all of them with a mean from 12, which a test holds. */
static inline float expansion_may_err(float square, float variance)
{
    return (0.025f + 0.009f * square * square) / variance;
}

static inline int expand_binomials(const reals trials, const Chance *chance, const people summed, const reals u,
                                   people count)
{
    float z[LANES], depth[LANES], mean[LANES], fraction[LANES];
    people whole;
    int32_t doubt = 0;
    narrow_quantiles(u, z, depth);
    EACH
    {
        double m = trials[l] * chance->p[l], down = floor(m);
        whole[l] = (int32_t)down;
        mean[l] = (float)m;
        fraction[l] = (float)(m - down);
    }
    EACH
    {
        float p = (float)chance->p[l], q = 1.0f - p, variance = mean[l] * q, s = sqrtf(variance);
        float skew = q - p, square = z[l] * z[l], n = (float)trials[l];
        float third = (square - 3.0f) * (1.0f - 6.0f * (p * q)) * (1.0f / 24.0f);
        float squared = (2.0f * square - 5.0f) * (skew * skew) * (1.0f / 36.0f);
        float lattice = (third - squared - (1.0f / 24.0f)) * z[l] / s;
        float x = s * z[l] + (fraction[l] + 0.5f + skew * (square - 1.0f) * (1.0f / 6.0f) + lattice);
        float may_err = QUANTILE_MAY_ERR * s;
        may_err += n < (float)INVERSION_BELOW_COUNT ? expansion_may_err(square, variance) : 0.0f;
        float least = floorf(x - may_err), most = floorf(x + may_err);
        int32_t found = whole[l] + (int32_t)least;
        doubt |= (!summed[l]) & ((least != most) | (depth[l] > FURTHEST_OUT));
        found = found > 0 ? found : 0;
        found = found < (int32_t)n ? found : (int32_t)n;
        count[l] = summed[l] ? count[l] : found;
    }
    return doubt != 0;
}

void binomials(const people n, const Chance *chance, const reals u, people count)
{
    reals uniform, trials;
    people summed, found = {0};
    int32_t all_few = 1, none = 1, any_summed = 0, any_expanded = 0, beyond = 0;
    EACH
    {
        trials[l] = (double)n[l];
        uniform[l] = chance->flip[l] ? 1.0 - u[l] : u[l];
        all_few &= trials[l] * chance->p[l] < SUMMED_BELOW_MEAN;
        none &= trials[l] * chance->p[l] < NO_CHANCE;
        beyond |= trials[l] > GREATEST_TRIALS;
    }
    EACH
    {
        int few = trials[l] * chance->p[l] < INVERSION_BELOW_MEAN;
        summed[l] = few | (all_few & (n[l] < INVERSION_BELOW_COUNT));
        any_summed |= summed[l];
        any_expanded |= !summed[l];
    }
    int doubt = beyond;
    if (any_summed && !doubt && !none)
        doubt |= sum_binomials(trials, chance, summed, uniform, found);
    if (any_expanded && !doubt)
        doubt |= expand_binomials(trials, chance, summed, uniform, found);
    if (doubt)
        binomials_exactly(n, chance, u, count);
    else
        EACH count[l] = chance->flip[l] ? n[l] - found[l] : found[l];
}
