/* The samplers by themselves, for benchmarks and for tests of their laws. */
#include "lanes.h"

#define POISSON 0

SHOWN void flow_variates(int64_t which, double n, double p, uint64_t seed, int64_t count, int32_t *into);
SHOWN void flow_counts(int64_t which, int64_t exactly, const double *n, const double *p, const uint32_t *u, int64_t count,
                       int32_t *into);

/* Fill `into` with `count` variates, a multiple of LANES: Poisson of mean p, or binomial of p with n
 * and n + 1 trials in turn, each from its own hashed uniform as in a run. */
void flow_variates(int64_t which, double n, double p, uint64_t seed, int64_t count, int32_t *into)
{
    words lane;
    reals mean;
    bits luck;
    people trials;
    Chance chance;
    EACH
    {
        lane[l] = mix(seed + (uint64_t)(l + 1) * STRIDE);
        mean[l] = p;
        trials[l] = (int32_t)n + (l & 1);
    }
    if (which != POISSON)
        make_chance(mean, &chance);
    for (int64_t done = 0; done < count; done += LANES) {
        people drawn;
        draw(lane, mix((uint64_t)done), luck);
        if (which == POISSON)
            poissons(mean, luck, drawn);
        else
            binomials(trials, &chance, luck, drawn);
        memcpy(into + done, drawn, sizeof drawn);
    }
}

/* For tests: counts of `count` (a multiple of LANES) means or shares p, trials n and luck u, as a run
 * finds them, or by the exact samplers alone. */
void flow_counts(int64_t which, int64_t exactly, const double *n, const double *p, const uint32_t *u, int64_t count,
                 int32_t *into)
{
    for (int64_t done = 0; done < count; done += LANES) {
        reals mean;
        bits luck;
        people trials, found;
        Chance chance;
        EACH luck[l] = u[done + l], mean[l] = p[done + l], trials[l] = (int32_t)n[done + l];
        if (which == POISSON) {
            (exactly ? poissons_exactly : poissons)(mean, luck, found);
        } else {
            make_chance(mean, &chance);
            (exactly ? binomials_exactly : binomials)(trials, &chance, luck, found);
        }
        memcpy(into + done, found, sizeof found);
    }
}
