/* Who is in a ward's beds, and when they leave; see beds.h. */
#include <stdlib.h>

#include "beds.h"

#define NEVER INT64_MAX

/* How many midnights somebody who has been here for `age` stays over before the one they leave at. */
static int64_t nights(const Ward *ward, const WardState *state, int lane, int64_t age, double u)
{
    const double *staying = ward->staying + lane;
    const int64_t last = ward->ages - 1;
    int64_t from = LESSER(age, last);
    double wanted = (1.0 - u) * (from ? staying[(from - 1) * LANES] : 1.0);
    for (int64_t k = from; k <= last; k++)
        if (staying[k * LANES] <= wanted)
            return k - from;
    if (ward->hazard[lane] <= 0.0)
        return NEVER;
    double more = ceil(log_of(wanted / staying[last * LANES]) / state->log_stay);
    more = more < 1.0 ? 1.0 : more;
    return more < 1e9 ? last + (int64_t)more - from : NEVER;
}

/* The hour of the day somebody leaves at. */
static double hour_of(const Run *run, const Ward *ward, const Guide *hours, double u)
{
    double within;
    if (!ward->n_hours)
        return 0.0;
    int64_t slice = place_within(hours, u, &within);
    return ((double)slice + within) * (run->network->day / (double)ward->n_hours);
}

static void note_stay(Run *run, int64_t index, int lane, double from, double until)
{
    const Network *network = run->network;
    double start = GREATER(from, network->window_start), end = LESSER(until, network->window_end);
    if (!network->windowed)
        return;
    run->counts->occupied[index * LANES + lane] += end > start ? end - start : 0.0;
    for (int64_t i = 0; i < network->n_moments; i++)
        if (from <= network->moments[i] && network->moments[i] < until)
            run->counts->occupied_at[(index * network->n_moments + i) * LANES + lane]++;
}

/* Settle when somebody in bed will leave; `day` is that of the next midnight at which they may. */
static void settle_stay(Run *run, int64_t index, int lane, Admitted one, int64_t age, int64_t day)
{
    const Ward *ward = &run->network->wards[index];
    WardState *state = &run->wards[index * LANES + lane];
    uint64_t h = mix(one.key ^ ward->word_stay);
    int64_t over = nights(ward, state, lane, age, high(h));
    double until = INFINITY;
    if (over == NEVER) {
        state->staying++;
    } else if (make_room(run, (void **)&state->until, &state->until_room, state->n_until + 1, sizeof(double))) {
        until = (double)(day + over) * run->network->day + hour_of(run, ward, &state->hours, low(h));
        state->until[state->n_until++] = until;
    }
    note_stay(run, index, lane, one.time, until);
}

void put_to_bed(Run *run, int64_t index, int lane, uint64_t key, double time)
{
    WardDay *today = &run->ward_days[index];
    Admitted one = {key, time};
    run->wards[index * LANES + lane].in_bed++;
    if (make_room(run, (void **)&today->admitted, &today->admitted_room, today->n_admitted + 1, sizeof one))
        today->admitted[today->n_admitted++] = one;
}

/* When the day ends, settle when those put to bed on it will leave. */
void settle_stays(Run *run, int64_t index, int lane)
{
    const WardDay *today = &run->ward_days[index];
    for (int64_t i = 0; i < today->n_admitted; i++)
        settle_stay(run, index, lane, today->admitted[i], 0, run->day + 1);
}

/* Put today's times in order, as sort_arrivals does people: into buckets, then by hand. */
static void put_in_order(Run *run, const double *from, double *to, int64_t n)
{
    const double start = (double)run->day * run->network->day, scale = (double)n / run->network->day;
    int32_t *places = run->places;
    for (int64_t i = 0; i < n; i++) {
        int64_t bucket = (int64_t)((from[i] - start) * scale);
        places[i] = (int32_t)LESSER(GREATER(bucket, 0), n - 1);
    }
    lay_buckets(places, n, run->buckets, n);
    for (int64_t i = 0; i < n; i++)
        to[run->buckets[places[i]]++] = from[i];
    for (int64_t i = 1; i < n; i++) {
        double time = to[i];
        int64_t j = i;
        for (; j > 0 && to[j - 1] > time; j--)
            to[j] = to[j - 1];
        to[j] = time;
    }
}

/* Set apart those who leave today. Each is looked up only once found, as a processor guesses badly who
 * is; the last of the list take the places of those taken out. */
void look_who_goes(Run *run, int64_t index, int lane)
{
    WardState *state = &run->wards[index * LANES + lane];
    WardDay *today = &run->ward_days[index];
    const double midnight = end_of_day(run);
    int64_t n = state->n_until, going = 0;
    today->n_going = today->gone = 0;
    if (!scratch_room(run, n + 1) ||
        !make_room(run, (void **)&run->buckets, &run->buckets_room, n + 2, sizeof(int64_t)) ||
        !make_room(run, (void **)&today->going, &today->going_room, n + 1, sizeof(double)))
        return;
    for (int64_t i = 0; i < n; i++) {
        run->places[going] = (int32_t)i;
        going += state->until[i] < midnight;
    }
    for (int64_t i = going - 1; i >= 0; i--) {
        double *until = &state->until[run->places[i]];
        run->times[i] = *until;
        *until = state->until[--state->n_until];
    }
    today->n_going = going;
    put_in_order(run, run->times, today->going, going);
}

/* Those in bed when the run starts may leave at its first midnight. */
int start_beds(Run *run, int64_t index, int lane)
{
    const Ward *ward = &run->network->wards[index];
    WardState *state = &run->wards[index * LANES + lane];
    state->log_stay = log_of(1.0 - ward->hazard[lane]);
    if (ward->n_hours && !start_guide(&state->hours, ward->hours + lane * ward->n_hours, ward->n_hours))
        return 0;
    for (int64_t age = 0; age < ward->start_ages && !run->counts->start; age++) {
        uint64_t base = mix(run->lane[lane] ^ ward->start_origins[age]);
        state->in_bed += ward->start[age * LANES + lane];
        for (int32_t i = 1; i <= ward->start[age * LANES + lane]; i++) {
            Admitted one = {mix(base + (uint64_t)i * STRIDE), 0.0};
            settle_stay(run, index, lane, one, age, 0);
        }
    }
    return run->error == ALL_WELL;
}

/* The window totals of those in bed when a run goes on from a state. */
void note_stays(Run *run, int64_t index, int lane)
{
    const WardState *state = &run->wards[index * LANES + lane];
    double now = (double)run->network->first_day * run->network->day;
    for (int64_t i = 0; i < state->n_until; i++)
        note_stay(run, index, lane, now, state->until[i]);
    for (int64_t i = 0; i < state->staying; i++)
        note_stay(run, index, lane, now, INFINITY);
}

void free_beds(WardState *state)
{
    free(state->hours.first);
    free(state->until);
}
