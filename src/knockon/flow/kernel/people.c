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

/* Somebody more in a crowd, still to be written; null when memory is short. */
Person *one_more(Run *run, Crowd *crowd)
{
    if (!make_room(run, (void **)&crowd->people, &crowd->room, crowd->count + 1, sizeof(Person)))
        return NULL;
    return &crowd->people[crowd->count++];
}

void push(Run *run, Crowd *crowd, const Person *person)
{
    Person *one = one_more(run, crowd);
    if (one)
        *one = *person;
}

/* The first place whose cumulative share passes u; the last place takes rounding. Halved without
 * a branch, as a processor cannot guess where u falls. */
static int64_t place_of(const double *cumulative, int64_t places, int64_t stride, double u)
{
    int64_t low_ = 0, left = places;
    while (left > 1) {
        int64_t half = left / 2;
        low_ += (u >= cumulative[(low_ + half - 1) * stride]) * half;
        left -= half;
    }
    return low_;
}

/* A guide of at least four parts a place; 0 when memory is short. */
int start_guide(Guide *guide, const double *shares, int64_t places)
{
    guide->shares = shares;
    guide->places = places;
    guide->parts = 1;
    while (guide->parts < 4 * places)
        guide->parts *= 2;
    guide->first = calloc((size_t)guide->parts, sizeof *guide->first);
    for (int64_t part = 0; guide->first && part < guide->parts; part++) {
        int64_t place = place_of(shares, places, 1, (double)part / (double)guide->parts);
        guide->first[part] = (uint16_t)LESSER(place, UINT16_MAX);
    }
    return guide->first != NULL;
}

int start_homes(Run *run, int64_t index)
{
    const Network *network = run->network;
    const Site *site = &network->sites[index];
    int made = (run->homes[index] = calloc((size_t)site->home_lanes + 1, sizeof(Guide))) != NULL;
    for (int64_t l = 0; made && l < site->home_lanes; l++)
        made = start_guide(&run->homes[index][l], site->homes + l * network->homes, network->homes);
    return made;
}

void free_homes(Run *run, int64_t index)
{
    for (int64_t l = 0; run->homes[index] && l < run->network->sites[index].home_lanes; l++)
        free(run->homes[index][l].first);
    free(run->homes[index]);
}

/* Where somebody lives, which for own arrivals of a site is still to be drawn. */
static inline int64_t home_of(const Run *run, int32_t home, uint64_t key, int lane)
{
    if (home >= -1)
        return home;
    const int64_t index = -2 - home;
    const Site *site = &run->network->sites[index];
    return place_by(&run->homes[index][site->home_lanes > 1 ? lane : 0], low(mix(key ^ site->word_entry)));
}

/* When somebody sent here comes: at once, or at some time of the next opening. */
static double received_at(const Site *site, double time, uint64_t key)
{
    int64_t first = 0, beyond = site->n_openings;
    while (first < beyond) {
        int64_t middle = (first + beyond) / 2;
        if (site->openings[2 * middle + 1] > time)
            beyond = middle;
        else
            first = middle + 1;
    }
    if (first == site->n_openings || time >= site->openings[2 * first])
        return time;
    double start = site->openings[2 * first], end = site->openings[2 * first + 1];
    return start + high(mix(key ^ site->word_reception)) * (end - start);
}

static void enter_site(Run *run, const Onward *onward, int64_t index, int lane, double time, const Person *person)
{
    const Site *site = &run->network->sites[index];
    const double *entry = site->entry[person->displaced];
    uint64_t key = person->key;
#ifdef WRONG_KEY
    key = mix(key ^ (uint64_t)site->station);
#endif
    int64_t class_ = onward->class_at[site->station];
    if (!onward->forced && entry) {
        double u = high(mix(key ^ site->word_entry));
        class_ = place_of(entry + lane * site->n_classes, site->n_classes, 1, u);
    }
    if (site->n_openings)
        time = received_at(site, time, key);
    int together = run->along && run->alike[index];
    for (Run *arm = run; arm; arm = together ? NULL : arm->along) {
        Person *here = one_more(arm, &arm->sites[index * LANES + lane].inbox);
        if (!here)
            return;
        write_person(here, time, key, person);
        here->class_ = (uint8_t)class_;
        here->own = 0;
        here->arms = together ? BOTH_ARMS : NO_ARM;
    }
}

static void enter_ward(Run *run, int64_t index, int lane, double time, const Person *person)
{
    for (Run *arm = run; arm; arm = arm->along) {
        Person *here = one_more(arm, &arm->wards[index * LANES + lane].inbox);
        if (!here)
            return;
        write_person(here, time, person->key, person);
        here->own = 0;
    }
}

static void count_end(Run *run, int64_t end, int64_t field, int lane)
{
    int64_t block = (row(run) * run->network->n_ends + end) * E_FIELDS;
    for (Run *arm = run; arm; arm = arm->along)
        tally(arm->counts->ends, block, field)[lane]++;
}

/* Kept until the day ends, when all are taken back at once. */
static void go_back(Run *run, int64_t back, int lane, double time, const Person *person)
{
    for (Run *arm = run; arm; arm = arm->along) {
        BackState *state = &arm->backs[back * LANES + lane];
        if (!make_room(arm, (void **)&state->people, &state->room, state->count + 1, sizeof(Returner)))
            return;
        Returner *one = &state->people[state->count++];
        one->time = time;
        one->key = person->key;
        one->home = person->home;
        one->displaced = person->displaced;
    }
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

void send_on(Run *run, const Onward *onward, int lane, double time, const Person *person)
{
    const Network *network = run->network;
    const Way *way = &network->ways[onward->way];
    if (way->kind == TO_SITE) {
        enter_site(run, onward, way->index, lane, time, person);
    } else if (way->kind == TO_FAN) {
        const Fan *fan = &network->fans[way->index];
        int64_t home = home_of(run, person->home, person->key, lane);
        const double *shares = fan->shares + home * fan->n_sites * fan->lanes;
        shares += fan->lanes > 1 ? lane : 0;
        double u = high(mix(person->key ^ fan->word));
        int64_t chosen = place_of(shares, fan->n_sites, fan->lanes, u);
        enter_site(run, onward, fan->sites[chosen], lane, time, person);
    } else if (way->kind == TO_CLINIC) {
        int64_t station = way - network->ways; /* stations come first among the ways */
        for (Run *arm = run; arm; arm = arm->along)
            arm->clinics[way->index].classes[onward->class_at[station]].sent[lane]++;
    } else if (way->kind == TO_WARD) {
        enter_ward(run, way->index, lane, time, person);
    } else if (way->kind == TO_LIST) {
        for (Run *arm = run; arm; arm = arm->along)
            arm->lists[way->index].sent[lane]++;
    } else if (way->kind == TO_END) {
        arrive_at_end(run, way->index, lane, time, person);
    } else {
        go_back(run, way->index, lane, time, person);
    }
}

/* Send people a clinic diverts today where they are only counted; 0 where each must be followed. */
int send_counted(Run *run, const Onward *onward, const people n)
{
    const Network *network = run->network;
    const Way *way = &network->ways[onward->way];
    if (way->kind != TO_END || network->ends[way->index].back >= 0)
        return 0;
    int64_t *counts = tally(run->counts->ends, (row(run) * network->n_ends + way->index) * E_FIELDS, E_DISPLACED);
    EACH counts[l] += l < network->lanes ? n[l] : 0;
    return 1;
}

/* Send somebody a clinic diverts today, at the hour they come by the way's bands. */
void send_diverted(Run *run, const Onward *onward, int lane, const Person *person)
{
    const Way *way = &run->network->ways[onward->way];
    double start = (double)run->day * run->network->day, time = start;
    if (way->bands) {
        double u = high(mix(person->key ^ way->word));
        double within;
        int64_t band = place_within(&run->bands[onward->way], u, &within);
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
        int32_t *left = run->backs[b * LANES].left[clinic->home];
        EACH left[l] = (int32_t)floor(limit[l] + u[l]);
    }
}

/* Count who comes back today to each home. */
static void count_returners(Run *run, int64_t b, int lane)
{
    BackState *state = &run->backs[b * LANES + lane];
    people *today = run->backs[b * LANES].today;
    for (int64_t i = 0; i < state->count; i++) {
        Returner *one = &state->people[i];
        one->home = (int32_t)home_of(run, one->home, one->key, lane);
        today[one->home][lane]++;
    }
}

/* Take back as many to each home as it has room for. Of `today` is left how many are too many, and
 * `over` says how many those are in each lane. */
static void take_back(Run *run, int64_t b, people over)
{
    const Back *back = &run->network->backs[b];
    const BackState *state = &run->backs[b * LANES];
    int64_t *counts = tally(run->counts->backs, (row(run) * run->network->n_backs + b) * B_FIELDS, 0);
    memset(over, 0, sizeof(people));
    for (int64_t h = 0; h < run->network->homes; h++) {
        int32_t *today = state->today[h], *left = state->left[h];
        int32_t *due = run->clinics[back->clinic_of[h]].classes[back->class_of[h]].due;
        if (!any_people(today))
            continue;
        EACH
        {
            int32_t room = back->limit ? left[l] : today[l], taken = LESSER(today[l], room);
            due[l] += taken;
            left[l] = room - taken;
            today[l] -= taken;
            over[l] += today[l];
            counts[B_RETURNED * LANES + l] += taken;
            counts[B_OVERFLOWED * LANES + l] += today[l];
        }
    }
}

static int comes_first(const Returner *x, const Returner *y)
{
    return x->time < y->time || (x->time == y->time && x->key < y->key);
}

/* Chain those who came today by home: heads by home in the run's buckets, then from one to the next in its
 * places; -1 ends a chain. */
static int chain_by_home(Run *run, const BackState *state)
{
    int64_t homes = run->network->homes;
    if (!make_room(run, (void **)&run->buckets, &run->buckets_room, homes, sizeof(int64_t)) ||
        !scratch_room(run, state->count))
        return 0;
    for (int64_t h = 0; h < homes; h++)
        run->buckets[h] = -1;
    for (int64_t i = 0; i < state->count; i++) {
        int64_t *head = &run->buckets[state->people[i].home];
        run->places[i] = (int32_t)*head;
        *head = i;
    }
    return 1;
}

/* Whether somebody is among the so many who came last to their home. */
static int among_last(const Run *run, const Returner *people_, const Returner *one, int64_t so_many)
{
    int64_t before = 0, all = 0;
    for (int64_t i = run->buckets[one->home]; i >= 0; i = run->places[i]) {
        before += comes_first(&people_[i], one);
        all++;
    }
    return before >= all - so_many;
}

/* In one lane, whoever came last to a home with too many goes on to an end. All are counted there, as if
 * nobody were displaced: only for those who are it matters when they came. */
static void overflow(Run *run, int64_t b, int lane, int64_t *counts)
{
    const BackState *state = &run->backs[b * LANES + lane];
    const people *too_many = run->backs[b * LANES].today;
    if (!chain_by_home(run, state))
        return;
    for (int64_t i = 0; i < state->count; i++) {
        const Returner *one = &state->people[i];
        int64_t n = too_many[one->home][lane];
        if (!one->displaced || !n || !among_last(run, state->people, one, n))
            continue;
        counts[E_OWN * LANES + lane]--;
        counts[E_DISPLACED * LANES + lane]++;
    }
}

static void close_back(Run *run, int64_t b)
{
    const int64_t end = run->network->backs[b].overflow;
    people over;
    for (int lane = 0; lane < run->network->lanes; lane++)
        count_returners(run, b, lane);
    take_back(run, b, over);
    if (end >= 0 && any_people(over)) {
        int64_t *counts = tally(run->counts->ends, (row(run) * run->network->n_ends + end) * E_FIELDS, 0);
        EACH counts[E_OWN * LANES + l] += over[l];
        for (int lane = 0; lane < run->network->lanes; lane++)
            if (over[lane])
                overflow(run, b, lane, counts);
    }
    memset(run->backs[b * LANES].today, 0, (size_t)run->network->homes * sizeof(people));
    for (int lane = 0; lane < run->network->lanes; lane++)
        run->backs[b * LANES + lane].count = 0;
}

/* At the end of the day, take back those a home may still take, the first who came; the rest go on. */
void close_backs(Run *run)
{
    for (int64_t b = 0; b < run->network->n_backs; b++)
        close_back(run, b);
}
