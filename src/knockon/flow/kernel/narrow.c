/* Poisson and binomial variates in single precision, many side by side.
 *
 * Here a count is only estimated, with a bound on how far the estimate may be out. Where the bound
 * leaves two counts possible in some lane, the exact samplers of lanes.c decide, which happens in a
 * few blocks of a hundred. So counts are those of draws.py, uniform for uniform, on any instruction
 * set; single precision and the approximations below only make them sooner known. */
#include "lanes.h"

#define ROWS ((int)sizeof(people) / WIDTH)
#define EACH_ROW for (int r = 0; r < ROWS; r++)
typedef float wide __attribute__((vector_size(WIDTH)));
typedef int32_t flags __attribute__((vector_size(WIDTH)));
typedef union {
    wide row[ROWS];
    float lane[LANES];
} Floats;

/* What single precision and at most MOST_SUMMED additions may do to a cumulated chance, relatively. */
#define SUM_MAY_ERR 3e-5f
#define MOST_SUMMED 64
#define AT_A_TIME 2
/* From here on a sum may be given up for an expansion, where every lane has at least this mean. */
#define SUMMED_BELOW_MEAN 24.0f
/* Single precision loses whole people far out; beyond, the exact samplers do it all. */
#define GREATEST_MEAN 1e6
#define GREATEST_TRIALS 4e6
/* Below this mean no uniform reaches even the first: the greatest is 1 - 2^-33. */
#define NO_CHANCE 0x1p-35f
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

static inline float narrow_unit(uint32_t luck) { return ((float)(luck ^ 0x80000000u) + 0.5f) * 0x1p-32f; }

/* Normal quantiles; `depth` says how far out each is. */
static inline void narrow_quantiles(const bits luck, float *z, float *depth)
{
    EACH
    {
        float product = 4.0f * narrow_unit(luck[l]) * narrow_unit(~luck[l]);
        float from_middle = ((float)(int32_t)luck[l] + 0.5f) * 0x1p-31f;
        depth[l] = -narrow_log(product);
        z[l] = from_middle * quantile_slope(depth[l]);
    }
}

/* A law whose chances are first, then each the one before times growth / k - wane. */
typedef struct {
    Floats first, growth, wane;
} Series;

/* Add up the chances of 0, 1, 2, ... until they reach a little less than each uniform. Says whether a
 * little more than it would have been a step further for anybody. Who is there adds no more. */
static inline int sum_up(const Series *series, const bits luck, people count)
{
    Floats uniform;
    wide less[ROWS], mass[ROWS], total[ROWS];
    flags below[ROWS], steps[ROWS] = {{0}};
    EACH uniform.lane[l] = narrow_unit(luck[l]);
    EACH_ROW
    {
        less[r] = uniform.row[r] * (1.0f - SUM_MAY_ERR);
        mass[r] = total[r] = series->first.row[r];
        below[r] = less[r] > total[r];
    }
    for (int k = 1; k <= MOST_SUMMED && any_people((const int32_t *)below); k += AT_A_TIME) {
        for (int step = 0; step < AT_A_TIME; step++) {
            const float share = (float)one_over[k + step];
            EACH_ROW
            {
                steps[r] -= below[r];
                mass[r] = mass[r] * (series->growth.row[r] * share - series->wane.row[r]);
                total[r] += (wide)((flags)mass[r] & below[r]);
                below[r] = less[r] > total[r];
            }
        }
    }
    EACH_ROW below[r] = uniform.row[r] * (1.0f + SUM_MAY_ERR) > total[r];
    memcpy(count, steps, sizeof(people));
    return any_people((const int32_t *)below);
}

/* ---- Poisson ---------------------------------------------------------------------------- */

static inline int sum_poissons(const reals mean, const bits luck, people count)
{
    Series series;
    bits sought;
    EACH
    {
        int summed = mean[l] < INVERSION_BELOW_MEAN;
        float rate = summed ? (float)mean[l] : 0.0f;
        sought[l] = summed ? luck[l] : 0;
        series.first.lane[l] = narrow_exp(-rate);
        series.growth.lane[l] = rate;
        series.wane.lane[l] = 0.0f;
    }
    return sum_up(&series, sought, count);
}

static inline int expand_poissons(const reals mean, const bits luck, people count)
{
    float z[LANES], depth[LANES], fraction[LANES];
    people whole;
    int32_t doubt = 0;
    narrow_quantiles(luck, z, depth);
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

void poissons(const reals mean, const bits luck, people count)
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
        doubt |= sum_poissons(mean, luck, count);
    if (great && !doubt)
        doubt |= expand_poissons(mean, luck, count);
    if (doubt)
        poissons_exactly(mean, luck, count);
}

/* ---- binomial --------------------------------------------------------------------------- */

static inline int sum_binomials(const people trials, const Chance *chance, const bits luck, people count)
{
    Series series;
    EACH
    {
        float n = (float)trials[l], ratio = chance->narrow_ratio[l];
        series.first.lane[l] = narrow_exp(n * chance->narrow_log_rest[l]);
        series.growth.lane[l] = ratio * (n + 1.0f);
        series.wane.lane[l] = ratio;
    }
    return sum_up(&series, luck, count);
}

/* How far the Cornish-Fisher quantile of fewer than 1,024 trials is from the true one, by its variance:
 * a bound over all of them with a mean from 12, which a test holds. */
static inline float expansion_may_err(float square, float variance)
{
    return (0.025f + 0.009f * square * square) / variance;
}

static inline int expand_binomials(const people trials, const Chance *chance, const people summed, const bits luck,
                                   people count)
{
    float z[LANES], depth[LANES], mean[LANES], fraction[LANES];
    people whole;
    int32_t doubt = 0;
    narrow_quantiles(luck, z, depth);
    EACH
    {
        double m = (double)trials[l] * chance->p[l], down = floor(m);
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

/* Where some lane has many people or a great mean: sums and expansions, each lane as draws.py says. */
static int binomials_of_many(const people n, const Chance *chance, const bits luck, people count)
{
    people summed, few;
    int32_t any_summed = 0, any_expanded = 0, beyond = 0;
    EACH
    {
        double trials = (double)n[l];
        summed[l] = trials * chance->p[l] < INVERSION_BELOW_MEAN;
        few[l] = summed[l] ? n[l] : 0;
        any_summed |= summed[l];
        any_expanded |= !summed[l];
        beyond |= trials > GREATEST_TRIALS;
    }
    int doubt = beyond;
    if (any_summed && !doubt)
        doubt |= sum_binomials(few, chance, luck, count);
    if (any_expanded && !doubt)
        doubt |= expand_binomials(n, chance, summed, luck, count);
    return doubt;
}

void binomials(const people n, const Chance *chance, const bits luck, people count)
{
    bits turned;
    people found = {0}, many, some;
    int doubt = 0;
    EACH
    {
        float mean = (float)n[l] * chance->narrow_p[l];
        turned[l] = luck[l] ^ (uint32_t)chance->flip[l];
        some[l] = mean >= NO_CHANCE;
        many[l] = (mean >= SUMMED_BELOW_MEAN) | (n[l] >= INVERSION_BELOW_COUNT);
    }
    if (any_people(many))
        doubt = binomials_of_many(n, chance, turned, found);
    else if (any_people(some))
        doubt = sum_binomials(n, chance, turned, found);
    if (doubt)
        binomials_exactly(n, chance, luck, count);
    else
        EACH count[l] = (found[l] ^ chance->flip[l]) - chance->flip[l] + (n[l] & chance->flip[l]);
}
