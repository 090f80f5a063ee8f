/* People on their way: to a site, a clinic, an end, or back to the clinic of their home. */
#include <stdlib.h>

#include "run.h"

int make_room(Run *run, void **items, int64_t *room, int64_t need, int64_t size)
{
    if (need <= *room)
        return 1;
    int64_t more = *room ? *room : 16;
    while (more < need)
        more *= 2;
    void *grown = realloc(*items, (size_t)(more * size));
    if (!grown) {
        run->error = NO_MEMORY;
        return 0;
    }
    *items = grown;
    *room = more;
    return 1;
}

void push(Run *run, Crowd *crowd, Person person)
{
    if (make_room(run, (void **)&crowd->people, &crowd->room, crowd->count + 1, sizeof(Person)))
        crowd->people[crowd->count++] = person;
}

/* The first place whose cumulative share passes u; the last place takes rounding. */
static int64_t place_of(const double *cumulative, int64_t places, int64_t stride, double u)
{
    int64_t low_ = 0, high_ = places - 1;
    while (low_ < high_) {
        int64_t middle = (low_ + high_) / 2;
        if (u < cumulative[middle * stride])
            high_ = middle;
        else
            low_ = middle + 1;
    }
    return low_;
}

static int64_t home_of(const Network *network, const Person *person, int lane)
{
    if (person->home >= -1)
        return person->home;
    const Site *site = &network->sites[-2 - person->home];
    double u = low(mix(person->key ^ site->word_entry));
    return place_of(site->homes + lane * network->homes, network->homes, 1, u);
}

/* When somebody sent here comes: at once, or at some time of the next opening. */
static double received_at(const Site *site, const Person *person)
{
    int64_t first = 0, beyond = site->n_openings;
    while (first < beyond) {
        int64_t middle = (first + beyond) / 2;
        if (site->openings[2 * middle + 1] > person->time)
            beyond = middle;
        else
            first = middle + 1;
    }
    if (first == site->n_openings || person->time >= site->openings[2 * first])
        return person->time;
    double start = site->openings[2 * first], end = site->openings[2 * first + 1];
    return start + high(mix(person->key ^ site->word_reception)) * (end - start);
}

static void enter_site(Run *run, const Onward *onward, int64_t index, int lane, Person person)
{
    const Site *site = &run->network->sites[index];
    const double *entry = site->entry[person.displaced];
    person.own = 0;
    if (!onward->forced && entry) {
        double u = high(mix(person.key ^ site->word_entry));
        person.class_ = (uint8_t)place_of(entry + lane * site->n_classes, site->n_classes, 1, u);
    } else {
        person.class_ = (uint8_t)onward->class_at[site->station];
    }
    if (site->n_openings)
        person.time = received_at(site, &person);
    push(run, &run->sites[index * LANES + lane].inbox, person);
}

static void count_end(Run *run, int64_t end, int64_t field, int lane)
{
    int64_t block = (run->day * run->network->n_ends + end) * E_FIELDS;
    tally(run->counts->ends, block, field)[lane]++;
}

static void count_back(Run *run, int64_t back, int64_t field, int lane)
{
    int64_t block = (run->day * run->network->n_backs + back) * B_FIELDS;
    tally(run->counts->backs, block, field)[lane]++;
}

static void welcome_back(Run *run, int64_t back, int64_t home, int lane)
{
    const Back *way = &run->network->backs[back];
    ClinicState *clinic = &run->clinics[way->clinic_of[home]];
    clinic->classes[way->class_of[home]].coming[lane]++;
    count_back(run, back, B_RETURNED, lane);
}

static void go_back(Run *run, int64_t back, int lane, double time, const Person *person)
{
    int64_t home = home_of(run->network, person, lane);
    if (!run->network->backs[back].limit) {
        welcome_back(run, back, home, lane);
        return;
    }
    BackState *state = &run->backs[back * LANES + lane];
    Returner one = {time, person->key, (int32_t)home, person->displaced};
    if (make_room(run, (void **)&state->people, &state->room, state->count + 1, sizeof(Returner)))
        state->people[state->count++] = one;
    run->backs[back * LANES].today[home * LANES + lane]++;
}

static void arrive_at_end(Run *run, int64_t index, int lane, double time, const Person *person)
{
    const End *end = &run->network->ends[index];
    count_end(run, index, person->displaced ? E_DISPLACED : E_OWN, lane);
    if (end->back < 0 || high(mix(person->key ^ end->word)) >= end->share[lane])
        return;
    count_end(run, index, E_SENT_BACK, lane);
    go_back(run, end->back, lane, time, person);
}

void send_on(Run *run, const Onward *onward, int lane, double time, Person person)
{
    const Network *network = run->network;
    const Way *way = &network->ways[onward->way];
    person.time = time;
    if (way->kind == TO_SITE) {
        enter_site(run, onward, way->index, lane, person);
    } else if (way->kind == TO_FAN) {
        const Fan *fan = &network->fans[way->index];
        int64_t home = home_of(network, &person, lane);
        const double *shares = fan->shares + home * fan->n_sites * fan->lanes;
        shares += fan->lanes > 1 ? lane : 0;
        double u = high(mix(person.key ^ fan->word));
        int64_t chosen = place_of(shares, fan->n_sites, fan->lanes, u);
        enter_site(run, onward, fan->sites[chosen], lane, person);
    } else if (way->kind == TO_CLINIC) {
        int64_t station = way - network->ways; /* stations come first among the ways */
        run->clinics[way->index].classes[onward->class_at[station]].sent[lane]++;
    } else if (way->kind == TO_END) {
        arrive_at_end(run, way->index, lane, time, &person);
    } else {
        go_back(run, way->index, lane, time, &person);
    }
}

/* Send somebody a clinic diverts today, at the hour they come by the way's bands. */
void send_diverted(Run *run, const Onward *onward, int lane, Person person)
{
    const Way *way = &run->network->ways[onward->way];
    double start = (double)run->day * run->network->day, time = start;
    if (way->bands) {
        double u = high(mix(person.key ^ way->word));
        int64_t band = place_of(way->band_share, way->bands, 1, u);
        double before = band ? way->band_share[band - 1] : 0.0;
        double within = (u - before) / (way->band_share[band] - before);
        within = within < 1.0 ? within : 1.0;
        double length = way->band_end[band] - way->band_start[band];
        time = start + (way->band_start[band] + within * length);
    }
    send_on(run, onward, lane, time, person);
}

/* A clinic opens: from today its home takes back so many until the next open day. */
void open_backs(Run *run, const Clinic *clinic)
{
    const Network *network = run->network;
    if (clinic->home < 0)
        return;
    for (int64_t b = 0; b < network->n_backs; b++) {
        const Back *back = &network->backs[b];
        if (!back->limit)
            continue;
        uint64_t cell = cell_of(back->stem_of[clinic->home], run->day);
        reals u;
        uniforms(run->lane, mix(cell ^ network->d_limit), u);
        const double *limit = back->limit + clinic->home * LANES;
        int32_t *left = run->backs[b * LANES].left + clinic->home * LANES;
        EACH left[l] = (int32_t)floor(limit[l] + u[l]);
    }
}

static int by_home_and_time(const void *a, const void *b)
{
    const Returner *x = a, *y = b;
    if (x->home != y->home)
        return x->home < y->home ? -1 : 1;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Whether more came back to some home than it may take; who came today is forgotten. */
static int too_many(const BackState *of_lane, BackState *all, int lane)
{
    int32_t found = 0;
    for (int64_t i = 0; i < of_lane->count; i++) {
        int64_t place = of_lane->people[i].home * LANES + lane;
        found |= all->today[place] > all->left[place];
    }
    for (int64_t i = 0; i < of_lane->count; i++)
        all->today[of_lane->people[i].home * LANES + lane] = 0;
    return found;
}

static void close_back(Run *run, int64_t b, int lane)
{
    int64_t overflow = run->network->backs[b].overflow;
    BackState *state = &run->backs[b * LANES + lane], *all = &run->backs[b * LANES];
    if (too_many(state, all, lane)) /* else their order does not matter */
        qsort(state->people, (size_t)state->count, sizeof(Returner), by_home_and_time);
    for (int64_t i = 0; i < state->count; i++) {
        const Returner *one = &state->people[i];
        int32_t *room = &all->left[one->home * LANES + lane];
        if (*room > 0) {
            (*room)--;
            welcome_back(run, b, one->home, lane);
            continue;
        }
        count_back(run, b, B_OVERFLOWED, lane);
        if (overflow >= 0)
            count_end(run, overflow, one->displaced ? E_DISPLACED : E_OWN, lane);
    }
    state->count = 0;
}

/* At the end of the day, take back in order of time those a home may still take; the rest go on. */
void close_backs(Run *run)
{
    for (int64_t b = 0; b < run->network->n_backs; b++)
        for (int lane = 0; lane < run->network->lanes && run->network->backs[b].limit; lane++)
            close_back(run, b, lane);
}
