/* The exact Poisson and binomial samplers for a block of lanes: see lanes.h and draws.py. A run asks those
 * of narrow.c, which come here where an estimate leaves a doubt. */
#include "lanes.h"

void make_chance(const double *share, Chance *chance)
{
    chance->none = 1;
    EACH
    {
        chance->none &= share[l] == 0.0;
        int flip = share[l] > 0.5;
        double p = flip ? 1.0 - share[l] : share[l];
        chance->flip[l] = -flip;
        chance->p[l] = p;
        chance->ratio[l] = p / (1.0 - p);
        chance->log_rest[l] = log_of(1.0 - p);
        chance->narrow_p[l] = (float)p;
        chance->narrow_ratio[l] = (float)chance->ratio[l];
        chance->narrow_log_rest[l] = (float)chance->log_rest[l];
    }
}

/* As many lanes at once as the processor takes, so that a sum stays in its registers. */
#define ABREAST (WIDTH / (int)sizeof(double))
#define VECTORS (LANES / ABREAST)
#define EACH_VECTOR for (int v = 0; v < VECTORS; v++)
typedef double wide __attribute__((vector_size(WIDTH)));
typedef int64_t marks __attribute__((vector_size(WIDTH)));
typedef union {
    wide vector[VECTORS];
    reals lane;
} Doubles;

static inline int any_marked(const marks *marked)
{
    marks either = marked[0];
    int64_t found = 0;
    for (int v = 1; v < VECTORS; v++)
        either |= marked[v];
    for (int i = 0; i < ABREAST; i++)
        found |= either[i];
    return found != 0;
}

/* Add up the chances of nobody, one, two, ... until they pass the uniform; lanes that are done go along. */
static void poissons_small(const reals mean, const reals u, people count)
{
    Doubles few, sought, first;
    wide mass[VECTORS], total[VECTORS], wanted[VECTORS], rate[VECTORS];
    marks more[VECTORS], reached[VECTORS] = {{0}};
    EACH few.lane[l] = mean[l] < INVERSION_BELOW_MEAN ? mean[l] : 0.0;
    EACH sought.lane[l] = mean[l] < INVERSION_BELOW_MEAN ? u[l] : 0.0;
    EACH first.lane[l] = exp_of(-few.lane[l]);
    EACH_VECTOR mass[v] = total[v] = first.vector[v], wanted[v] = sought.vector[v], rate[v] = few.vector[v];
    EACH_VECTOR more[v] = wanted[v] > total[v];
    for (int k = 1; k <= 100 && any_marked(more); k++)
        EACH_VECTOR
        {
            reached[v] -= more[v];
            mass[v] = mass[v] * (rate[v] * one_over[k]);
            total[v] = total[v] + mass[v];
            more[v] = more[v] & (wanted[v] > total[v]);
        }
    EACH count[l] = (int32_t)reached[l / ABREAST][l % ABREAST];
}

void poissons_exactly(const reals mean, const bits luck, people count)
{
    reals u;
    EACH u[l] = unit(luck[l]);
    int32_t small = 0, great = 0;
    EACH
    {
        small |= mean[l] < INVERSION_BELOW_MEAN;
        great |= mean[l] >= INVERSION_BELOW_MEAN;
    }
    if (small)
        poissons_small(mean, u, count);
    if (!great)
        return;
    reals z;
    normal_quantiles(u, z);
    EACH
    {
        int32_t expanded = (int32_t)poisson_expansion(mean[l], z[l]);
        count[l] = mean[l] >= INVERSION_BELOW_MEAN ? expanded : count[l];
    }
}

/* Whether the quantile of so many trials is expanded rather than found by adding up. */
static inline int is_expanded(double trials, double share)
{
    return trials >= INVERSION_BELOW_COUNT && trials * share >= INVERSION_BELOW_MEAN;
}

/* Add up the chances of 0, 1, 2, ... successes until they pass the uniform. Masses are scaled up, as
 * the first may be tiny; lanes that are done go along, and change no more. */
static void binomials_small(const reals trials, const Chance *chance, const reals uniform, reals reached)
{
    const double shift = BINOMIAL_SHIFT * LN2_HIGH, scale = exp_of(shift);
    Doubles first, sought;
    wide mass[VECTORS], total[VECTORS], wanted[VECTORS], ratio[VECTORS], rest[VECTORS];
    marks more[VECTORS], count[VECTORS] = {{0}};
    EACH first.lane[l] = exp_of(trials[l] * chance->log_rest[l] + shift);
    EACH
    {
        double w = is_expanded(trials[l], chance->p[l]) ? 0.0 : uniform[l] * scale;
        sought.lane[l] = trials[l] == 0.0 ? 0.0 : w;
    }
    memcpy(ratio, chance->ratio, sizeof ratio);
    memcpy(rest, trials, sizeof rest);
    EACH_VECTOR mass[v] = total[v] = first.vector[v], wanted[v] = sought.vector[v];
    EACH_VECTOR more[v] = wanted[v] > total[v];
    for (int k = 1; k < MOST_INVERTED && any_marked(more); k++)
        EACH_VECTOR
        {
            count[v] -= more[v];
            mass[v] = mass[v] * (ratio[v] * rest[v] * one_over[k]);
            total[v] = total[v] + mass[v];
            rest[v] = rest[v] - 1.0;
            rest[v] = (wide)((marks)rest[v] & (rest[v] > 0.0));
            more[v] = more[v] & (wanted[v] > total[v]);
        }
    EACH reached[l] = (double)count[l / ABREAST][l % ABREAST];
}

void binomials_exactly(const people n, const Chance *chance, const bits luck, people count)
{
    reals reached, uniform, trials;
    int32_t great = 0;
    EACH trials[l] = (double)n[l];
    EACH uniform[l] = unit(luck[l] ^ (uint32_t)chance->flip[l]);
    EACH great |= n[l] >= INVERSION_BELOW_COUNT;
    binomials_small(trials, chance, uniform, reached);
    if (great) {
        reals z;
        normal_quantiles(uniform, z);
        EACH
        {
            double expanded = binomial_expansion(trials[l], chance->p[l], z[l]);
            reached[l] = is_expanded(trials[l], chance->p[l]) ? expanded : reached[l];
        }
    }
    EACH count[l] = (int32_t)reached[l];
    EACH count[l] = chance->flip[l] ? n[l] - count[l] : count[l];
}
