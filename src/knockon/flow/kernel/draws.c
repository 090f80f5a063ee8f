/* The samplers too long to be inlined. See draws.h. */
#include "draws.h"
#include "flow.h"

double one_over[MOST_INVERTED + 1];

void load_tables(void)
{
    for (int k = 1; k <= MOST_INVERTED; k++)
        one_over[k] = 1.0 / (double)k;
}

int64_t poisson_one(double mean, double u)
{
    if (mean >= INVERSION_BELOW_MEAN)
        return (int64_t)poisson_expansion(mean, normal_quantile(u));
    double mass = exp_of(-mean), total = mass;
    int64_t count = 0;
    while (u > total && count < 100) {
        count++;
        mass = mass * (mean * one_over[count]);
        total = total + mass;
    }
    return count;
}

static int64_t binomial_half(int64_t n, double p, double u) /* p at most a half */
{
    if (n >= INVERSION_BELOW_COUNT && (double)n * p >= INVERSION_BELOW_MEAN)
        return (int64_t)binomial_expansion((double)n, p, normal_quantile(u));
    double ratio = p / (1.0 - p);
    double mass = exp_of((double)n * log_of(1.0 - p) + BINOMIAL_SHIFT * LN2_HIGH), total = mass;
    double wanted = u * exp_of(BINOMIAL_SHIFT * LN2_HIGH);
    int64_t count = 0;
    while (wanted > total && count < n) {
        count++;
        mass = mass * (ratio * (double)(n - (count - 1)) * (1.0 / (double)count));
        total = total + mass;
    }
    return count;
}

int64_t binomial_one(int64_t n, double p, double u)
{
    return p > 0.5 ? n - binomial_half(n, 1.0 - p, 1.0 - u) : binomial_half(n, p, u);
}

double gamma_quantile(int64_t k, double u) /* Newton's method inside a bracket */
{
    if (k == 1)
        return -log_of(1.0 - u);
    double bottom = 0.0, top = 1.0e9, shape = (double)k;
    double w = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(u) / (3.0 * sqrt(shape));
    double x = shape * (w * w * w);
    x = x > 1.0e-3 ? x : 1.0e-3;
    for (int step = 0; step < 100; step++) {
        double term = 1.0, total = 1.0;
        for (int64_t i = 1; i < k; i++) {
            term = term * (x * (1.0 / (double)i));
            total = total + term;
        }
        double e = exp_of(-x);
        double gap = e * total - (1.0 - u);
        if (gap > 0.0)
            bottom = x;
        else
            top = x;
        double nearer = x + gap / (e * term);
        if (!(bottom < nearer && nearer < top))
            nearer = top < 1.0e9 ? (bottom + top) * 0.5 : x + x + 1.0;
        int done = fabs(nearer - x) <= 1.0e-12 * nearer;
        x = nearer;
        if (done)
            break;
    }
    return x;
}

static double triangular(double low_, double mode, double high_, double u)
{
    double width = high_ - low_, rise = mode - low_;
    if (u * width < rise)
        return low_ + sqrt((u * width) * rise);
    return high_ - sqrt(((1.0 - u) * width) * (high_ - mode));
}

static double duration(int64_t kind, double a, double b, double c, double u)
{
    switch (kind) {
    case EXPONENTIAL:
        return a * -log_of(1.0 - u);
    case CONSTANT:
        return a;
    case LOGNORMAL:
        return a * exp_of(b * normal_quantile(u));
    case ERLANG:
        return gamma_quantile((int64_t)a, u) * (b / a);
    case UNIFORM:
        return a + (b - a) * u;
    default:
        return triangular(a, b, c, u);
    }
}

/* Both branches of the quantile for everyone, as a vector has no branches. */
static double normal_quantile_blended(double u)
{
    double q = u - 0.5;
    double tail = quantile_tail(q < 0 ? u : 1.0 - u);
    tail = q < 0 ? -tail : tail;
    double centre = quantile_centre(q);
    return fabs(q) <= 0.425 ? centre : tail;
}

void durations(const Law *law, int lane, int64_t n, double *times)
{
    double a = law->kind < 0 ? INFINITY : law->a[lane], b = law->kind < 0 ? 0.0 : law->b[lane];
    double c = law->kind < 0 ? 0.0 : law->c[lane];
    if (law->kind == EXPONENTIAL)
        for (int64_t i = 0; i < n; i++)
            times[i] = a * -log_of(1.0 - times[i]);
    else if (law->kind == LOGNORMAL)
        for (int64_t i = 0; i < n; i++)
            times[i] = a * exp_of(b * normal_quantile_blended(times[i]));
    else
        for (int64_t i = 0; i < n; i++)
            times[i] = law->kind < 0 ? INFINITY : duration(law->kind, a, b, c, times[i]);
}

/* For tests: one variate at a time. */
double flow_quantile(int64_t which, double n, double p, double u)
{
    switch (which) {
    case 0:
        return normal_quantile(u);
    case 1:
        return (double)poisson_one(p, u);
    case 2:
        return (double)binomial_one((int64_t)n, p, u);
    case 3:
        return exp_of(p);
    case 4:
        return log_of(p);
    case 5:
        return gamma_quantile((int64_t)n, u);
    default:
        return unit((uint32_t)p);
    }
}
