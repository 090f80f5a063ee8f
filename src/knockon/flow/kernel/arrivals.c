/* Who comes to a site or a ward today: its own arrivals, and people sent there before. */
#include <stdlib.h>

#include "run.h"

int scratch_room(Run *run, int64_t need)
{
    void **arrays[] = {(void **)&run->luck, (void **)&run->times, (void **)&run->service,
                       (void **)&run->patience, (void **)&run->keys, (void **)&run->places, (void **)&run->arms};
    int64_t room = run->scratch_room;
    if (need <= room)
        return 1;
    for (int i = 0; i < 7; i++) {
        room = run->scratch_room;
        if (!make_room(run, arrays[i], &room, need, sizeof(double)))
            return 0;
    }
    run->scratch_room = room;
    return 1;
}

/* Note for each candidate to which arms they come: those in which their luck is under the rate of their
 * slice. */
static void find_lucky(const Run *run, const double *rates, const double *others, int64_t n, uint8_t *restrict arms)
{
    const int32_t *restrict slices = run->places;
    const double *restrict luck = run->luck;
    for (int64_t i = 0; i < n; i++) {
        int64_t slice = (int64_t)slices[i] * LANES;
        arms[i] = (uint8_t)((luck[i] < rates[slice]) * FIRST_ARM + (luck[i] < others[slice]) * SECOND_ARM);
    }
}

/* Keep the candidates who come to an arm. The place of each is written and then kept or not, as a
 * processor guesses badly which. */
static void keep_lucky(Run *run, const Person *like, int64_t n, Crowd *later)
{
    Crowd *crowd = &run->arriving;
    const double until = end_of_day(run);
    if (!make_room(run, (void **)&crowd->people, &crowd->room, crowd->count + n, sizeof(Person)))
        return;
    int32_t *chosen = run->places;
    int64_t m = 0;
    for (int64_t i = 0; i < n; i++) {
        chosen[m] = (int32_t)i;
        m += run->arms[i] != NO_ARM;
    }
    Person *next = crowd->people + crowd->count;
    for (int64_t j = 0; j < m; j++) {
        write_person(next, run->times[chosen[j]], run->keys[chosen[j]], like);
        next->arms = like->arms & run->arms[chosen[j]];
        if (next->time < until)
            next++;
        else /* only by rounding */
            push(run, later, next);
    }
    crowd->count = next - crowd->people;
}

/* The slice of its period each time falls in, the last for a time that rounding puts in none. Whole slices
 * of a first period need no division, which takes longest. */
static void find_slices(const Stream *stream, int64_t n, double until, const double *restrict times,
                        int32_t *restrict slices)
{
    const double width = stream->width, period = width * (double)stream->slices;
    const uint32_t last = (uint32_t)stream->slices - 1;
    if (width == 1.0 && until < period) {
        for (int64_t i = 0; i < n; i++)
            slices[i] = (int32_t)times[i];
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        double within = times[i] - floor(times[i] / period) * period;
        uint32_t slice = (uint32_t)(int32_t)(within / width);
        slices[i] = (int32_t)LESSER(slice, last);
    }
}

/* Candidates at the system's ceiling; each is kept if their own luck is under today's rate. */
static void own_by_rate(Run *run, const Stream *stream, const double *others, int lane, uint64_t base,
                        uint64_t cell, uint64_t word, const Person *like, Crowd *later)
{
    const Network *network = run->network;
    double ceiling = stream->majorant;
#ifdef WRONG_CEILING
    ceiling = 0.0;
    for (int64_t i = 0; i < stream->slices; i++)
        ceiling = GREATER(ceiling, stream->rates[i * LANES + lane]);
#endif
    uint64_t drawn = mix(run->lane[lane] ^ mix(cell ^ network->d_candidates));
    int64_t n = poisson_one(ceiling * network->day, high(drawn));
    if (!scratch_room(run, n))
        return;
    const double start = (double)run->day * network->day, day = network->day;
    uint64_t *restrict keys = run->keys;
    double *restrict times = run->times, *restrict luck = run->luck;
    for (int64_t i = 0; i < n; i++) {
        uint64_t key = mix(base + (uint64_t)(i + 1) * STRIDE), h = mix(key ^ word);
        keys[i] = key;
        times[i] = start + high(h) * day;
        luck[i] = low(h) * ceiling;
    }
    find_slices(stream, n, end_of_day(run), times, run->places);
    find_lucky(run, stream->rates + lane, others + lane, n, run->arms);
    keep_lucky(run, like, n, later);
}

static void own_by_times(Run *run, const Stream *stream, uint64_t base, const Person *like)
{
    double start = (double)run->day * run->network->day, until = end_of_day(run);
    uint64_t ordinal = 0;
    for (int64_t i = 0; i < stream->n_times && stream->times[i] < until; i++) {
        if (stream->times[i] < start)
            continue;
        Person *one = one_more(run, &run->arriving);
        if (!one)
            return;
        write_person(one, stream->times[i], mix(base + ++ordinal * STRIDE), like);
    }
}

/* Add a station's own arrivals of one class to those arriving; all but time and key are as `like`. In two
 * arms they come at the stream's rates and at the others'. */
void gather_own(Run *run, const Stream *stream, const double *others, int lane, uint64_t stem, uint64_t word,
                const Person *like, Crowd *later)
{
    if (stream->kind == NO_STREAM)
        return;
    uint64_t cell = cell_of(stem, run->day);
    uint64_t origin = mix(mix(cell ^ run->network->cause_own) + run->network->no_destination);
    uint64_t base = mix(run->lane[lane] ^ origin);
    if (stream->kind == RATES)
        own_by_rate(run, stream, others, lane, base, cell, word, like, later);
    else
        own_by_times(run, stream, base, like);
}

/* Add those sent here who come today; the others stay in the inbox. Who is marked with no arm comes to
 * the one said. */
void gather_sent(Run *run, Crowd *inbox, uint8_t arm)
{
    double until = end_of_day(run);
    int64_t later = 0, before = run->arriving.count;
    for (int64_t i = 0; i < inbox->count; i++) {
        if (inbox->people[i].time < until)
            push(run, &run->arriving, &inbox->people[i]);
        else
            inbox->people[later++] = inbox->people[i];
    }
    for (int64_t i = before; i < run->arriving.count; i++)
        if (run->arriving.people[i].arms == NO_ARM)
            run->arriving.people[i].arms = arm;
    inbox->count = later;
}

int comes_before(const Person *a, const Person *b)
{
    return a->time < b->time || (a->time == b->time && a->key < b->key);
}

/* Note for everyone into which of so many buckets they fall by time. */
static void find_buckets(const Run *run, int64_t n, int64_t buckets, int32_t *restrict places)
{
    const Person *people_ = run->arriving.people;
    const double start = end_of_day(run) - run->network->day, scale = (double)buckets / run->network->day;
    const int32_t last = (int32_t)buckets - 1;
    for (int64_t i = 0; i < n; i++) {
        int32_t bucket = (int32_t)((people_[i].time - start) * scale);
        bucket = GREATER(bucket, 0);
        places[i] = LESSER(bucket, last);
    }
}

/* Where each bucket begins when so many people are put into them. */
void lay_buckets(const int32_t *restrict places, int64_t n, int64_t *restrict begins, int64_t buckets)
{
    int64_t before = 0;
    memset(begins, 0, (size_t)buckets * sizeof(int64_t));
    for (int64_t i = 0; i < n; i++)
        begins[places[i]]++;
    for (int64_t b = 0; b < buckets; b++) {
        int64_t here = begins[b];
        begins[b] = before;
        before += here;
    }
}

/* Sort today's arrivals by time, then key: first into twice as many buckets as people, then by hand. */
void sort_arrivals(Run *run)
{
    const int64_t n = run->arriving.count, buckets = 2 * n;
    if (!make_room(run, (void **)&run->sorting.people, &run->sorting.room, n + 1, sizeof(Person)) ||
        !make_room(run, (void **)&run->buckets, &run->buckets_room, buckets + 1, sizeof(int64_t)) ||
        !scratch_room(run, n + 1)) {
        run->arriving.count = 0;
        return;
    }
    const Person *from = run->arriving.people;
    Person *to = run->sorting.people;
    find_buckets(run, n, buckets, run->places);
    lay_buckets(run->places, n, run->buckets, buckets);
    for (int64_t i = 0; i < n; i++)
        to[run->buckets[run->places[i]]++] = from[i];
    for (int64_t i = 1; i < n; i++) {
        if (!comes_before(&to[i], &to[i - 1]))
            continue;
        Person person = to[i];
        int64_t j = i;
        for (; j > 0 && comes_before(&person, &to[j - 1]); j--)
            to[j] = to[j - 1];
        to[j] = person;
    }
    Crowd sorted = run->sorting;
    sorted.count = n;
    run->sorting = run->arriving;
    run->arriving = sorted;
}

/* ---- who comes to a member of a group -------------------------------------------------- */

/* Copy the run's scratch, which the next member of the group uses again. */
void keep_coming(Run *run, Coming *coming, const double *service, const double *patience)
{
    int64_t n = run->arriving.count;
    Crowd *crowd = &coming->crowd;
    crowd->count = 0;
    if (!make_room(run, (void **)&crowd->people, &crowd->room, n + 1, sizeof(Person)) ||
        !make_room(run, (void **)&coming->service, &coming->service_room, n + 1, sizeof(double)) ||
        !make_room(run, (void **)&coming->patience, &coming->patience_room, n + 1, sizeof(double)))
        return;
    crowd->count = n;
    memcpy(crowd->people, run->arriving.people, (size_t)n * sizeof(Person));
    if (service) {
        memcpy(coming->service, service, (size_t)n * sizeof(double));
        memcpy(coming->patience, patience, (size_t)n * sizeof(double));
    }
}

/* Put somebody among those still to come today, `next` being the first of them. */
void insert_coming(Run *run, Coming *coming, int64_t next, Person person, double service, double patience)
{
    Crowd *crowd = &coming->crowd;
    int64_t n = crowd->count + 1;
    if (!make_room(run, (void **)&crowd->people, &crowd->room, n, sizeof(Person)) ||
        !make_room(run, (void **)&coming->service, &coming->service_room, n, sizeof(double)) ||
        !make_room(run, (void **)&coming->patience, &coming->patience_room, n, sizeof(double)))
        return;
    int64_t i = crowd->count++;
    for (; i > next && comes_before(&person, &crowd->people[i - 1]); i--) {
        crowd->people[i] = crowd->people[i - 1];
        coming->service[i] = coming->service[i - 1];
        coming->patience[i] = coming->patience[i - 1];
    }
    crowd->people[i] = person;
    coming->service[i] = service;
    coming->patience[i] = patience;
}

void free_coming(Coming *coming)
{
    free(coming->crowd.people);
    free(coming->service);
    free(coming->patience);
}
