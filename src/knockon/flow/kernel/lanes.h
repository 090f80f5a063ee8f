/* The samplers for a whole block of lanes at once, in loops a compiler turns into vectors. */
#ifndef KNOCKON_LANES_H
#define KNOCKON_LANES_H

#include "draws.h"
#include "flow.h"

#define EACH for (int l = 0; l < LANES; l++)
#define LESSER(a, b) ((a) < (b) ? (a) : (b))
#define GREATER(a, b) ((a) > (b) ? (a) : (b))

/* A share ready for many binomials: at most a half, with its odds and the log of its rest. */
typedef struct {
    reals p, ratio, log_rest;
    people flip;
} Chance;

static inline int any_people(const people n)
{
    int32_t found = 0;
    EACH found |= n[l];
    return found != 0;
}

static inline void uniforms(const words lane, uint64_t word, reals u)
{
    EACH u[l] = high(mix(lane[l] ^ word));
}

static inline void uniform_pairs(const words lane, uint64_t word, reals u, reals v)
{
    EACH
    {
        uint64_t h = mix(lane[l] ^ word);
        u[l] = high(h);
        v[l] = low(h);
    }
}

static inline void normal_quantiles(const reals u, reals z)
{
    int32_t tails = 0;
    EACH
    {
        double q = u[l] - 0.5;
        z[l] = quantile_centre(q);
        tails |= fabs(q) > 0.425;
    }
    if (!tails)
        return;
    EACH
    {
        double q = u[l] - 0.5;
        double tail = quantile_tail(q < 0 ? u[l] : 1.0 - u[l]);
        tail = q < 0 ? -tail : tail;
        z[l] = fabs(q) > 0.425 ? tail : z[l];
    }
}

/* narrow.c */
void poissons(const reals mean, const reals u, people count);
void binomials(const people n, const Chance *chance, const reals u, people count);

/* lanes.c: the same counts, however close the chances */
void make_chance(const double *share, Chance *chance);
void poissons_exactly(const reals mean, const reals u, people count);
void binomials_exactly(const people n, const Chance *chance, const reals u, people count);

#endif
