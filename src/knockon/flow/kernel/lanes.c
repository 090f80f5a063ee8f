/* Poisson and binomial variates for a block of lanes. See lanes.h and draws.py. */
#include "lanes.h"

void make_chance(const double *share, Chance *chance)
{
    EACH
    {
        int flip = share[l] > 0.5;
        double p = flip ? 1.0 - share[l] : share[l];
        chance->flip[l] = flip;
        chance->p[l] = p;
        chance->ratio[l] = p / (1.0 - p);
        chance->log_rest[l] = log_of(1.0 - p);
    }
}

static void poissons_small(const reals mean, const reals u, people count)
{
    reals mass, total, few, wanted, reached;
    EACH
    {
        few[l] = mean[l] < INVERSION_BELOW_MEAN ? mean[l] : 0.0;
        wanted[l] = mean[l] < INVERSION_BELOW_MEAN ? u[l] : 0.0;
        mass[l] = exp_of(-few[l]);
        total[l] = mass[l];
        reached[l] = 0.0;
    }
    int32_t going = 1;
    for (int k = 1; k <= 100 && going; k++) {
        going = 0;
        EACH
        {
            int more = wanted[l] > total[l];
            reached[l] += more ? 1.0 : 0.0;
            going |= more;
            mass[l] = mass[l] * (few[l] * one_over[k]);
            total[l] = total[l] + mass[l];
        }
    }
    EACH count[l] = (int32_t)reached[l];
}

void poissons(const reals mean, const reals u, people count)
{
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

void binomials(const people n, const Chance *chance, const reals u, people count)
{
    reals mass, total, wanted, reached, uniform, trials;
    const double shift = BINOMIAL_SHIFT * LN2_HIGH, scale = exp_of(shift);
    int32_t great = 0;
    EACH
    {
        trials[l] = (double)n[l];
        uniform[l] = chance->flip[l] ? 1.0 - u[l] : u[l];
        int expand = n[l] >= INVERSION_BELOW_COUNT && trials[l] * chance->p[l] >= INVERSION_BELOW_MEAN;
        great |= expand;
        mass[l] = exp_of(trials[l] * chance->log_rest[l] + shift);
        total[l] = mass[l];
        wanted[l] = expand || n[l] == 0 ? 0.0 : uniform[l] * scale;
        reached[l] = 0.0;
    }
    int32_t going = 1;
    for (int k = 1; k < MOST_INVERTED && going; k++) {
        going = 0;
        EACH
        {
            int more = wanted[l] > total[l] && trials[l] >= (double)k;
            reached[l] += more ? 1.0 : 0.0;
            going |= more;
            double rest = trials[l] - (double)(k - 1);
            rest = rest > 0.0 ? rest : 0.0;
            mass[l] = mass[l] * (chance->ratio[l] * rest * one_over[k]);
            total[l] = total[l] + mass[l];
        }
    }
    EACH count[l] = (int32_t)reached[l];
    if (great) {
        reals z;
        normal_quantiles(uniform, z);
        EACH
        {
            int expand = n[l] >= INVERSION_BELOW_COUNT && trials[l] * chance->p[l] >= INVERSION_BELOW_MEAN;
            double expanded = expand ? binomial_expansion(trials[l], chance->p[l], z[l]) : 0.0;
            count[l] = expand ? (int32_t)expanded : count[l];
        }
    }
    EACH count[l] = chance->flip[l] ? n[l] - count[l] : count[l];
}
