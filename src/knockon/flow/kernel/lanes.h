/* The samplers for a whole block of lanes at once, in loops a compiler turns into vectors. */
#ifndef KNOCKON_LANES_H
#define KNOCKON_LANES_H

#include "draws.h"
#include "flow.h"

/* Bytes the processor works on at once: a compiler compares wider vectors number by number. */
#if defined(__AVX512F__)
#include <immintrin.h>
#define WIDTH 64
#elif defined(__AVX2__)
#define WIDTH 32
#else
#define WIDTH 16
#endif

#define EACH for (int l = 0; l < LANES; l++)
#define LESSER(a, b) ((a) < (b) ? (a) : (b))
#define GREATER(a, b) ((a) > (b) ? (a) : (b))

/* Luck as the hash gives it: 32 bits, of which unit() makes a uniform; all turned, they make 1 less it. */
typedef uint32_t bits[LANES];
typedef float narrows[LANES];

/* A share ready for many binomials: at most a half, with its odds and the log of its rest. */
typedef struct {
    reals p, ratio, log_rest;
    narrows narrow_p, narrow_ratio, narrow_log_rest;
    people flip; /* all bits set where the share was more than a half */
    int64_t none; /* whether the share is 0 in every lane */
} Chance;

/* Whether any number is not 0: halved down to a word, as a compiler takes lanes out one by one. */
static inline int any_people(const people n)
{
    typedef int32_t sixteen __attribute__((vector_size(16 * sizeof(int32_t))));
    typedef int32_t eight __attribute__((vector_size(8 * sizeof(int32_t))));
    typedef int32_t four __attribute__((vector_size(4 * sizeof(int32_t))));
    sixteen half[2];
    eight quarter[2];
    four eighth[2];
    int64_t last[2];
    memcpy(half, n, sizeof half);
    half[0] |= half[1];
#ifdef __AVX512F__
    return _mm512_test_epi32_mask((__m512i)half[0], (__m512i)half[0]) != 0;
#endif
    memcpy(quarter, half, sizeof quarter);
    quarter[0] |= quarter[1];
    memcpy(eighth, quarter, sizeof eighth);
    eighth[0] |= eighth[1];
    memcpy(last, eighth, sizeof last);
    return (last[0] | last[1]) != 0;
}

/* The lanes in which a number is not 0, a bit each. */
static inline uint32_t lanes_with(const people n)
{
    uint32_t with = 0;
    EACH with |= (uint32_t)(n[l] != 0) << l;
    return with;
}

/* Take the first of some lanes out of them. */
static inline int next_lane(uint32_t *lanes)
{
    int lane = __builtin_ctz(*lanes);
    *lanes &= *lanes - 1;
    return lane;
}

static inline void draw(const words lane, uint64_t word, bits luck)
{
    EACH luck[l] = (uint32_t)(mix(lane[l] ^ word) >> 32);
}

static inline void draw_pair(const words lane, uint64_t word, bits luck, bits other)
{
    EACH
    {
        uint64_t h = mix(lane[l] ^ word);
        luck[l] = (uint32_t)(h >> 32);
        other[l] = (uint32_t)h;
    }
}

static inline void uniforms(const words lane, uint64_t word, reals u)
{
    EACH u[l] = high(mix(lane[l] ^ word));
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
void poissons(const reals mean, const bits luck, people count);
void binomials(const people n, const Chance *chance, const bits luck, people count);

/* lanes.c: the same counts, however close the chances */
void make_chance(const double *share, Chance *chance);
void poissons_exactly(const reals mean, const bits luck, people count);
void binomials_exactly(const people n, const Chance *chance, const bits luck, people count);

#endif
