/* A site in one lane: every person, event by event. The order of events is that of reference.py.
 *
 * Patience is looked at late: somebody whose patience has ended is noticed when they reach the
 * head of the queue, when room is short, at closing, or at the end of the day, and is then
 * recorded at the moment it ended. */
#include <stdlib.h>

#include "run.h"

typedef struct { /* one site, lane and day at work */
    Run *run;
    const Site *site;
    SiteState *state;
    int64_t index;
    int lane;
    double until; /* the end of the day */
} Desk;

/* ---- queues and endings ----------------------------------------------------------------- */

static Waiter *waiter_at(const Queue *queue, uint64_t place)
{
    return &queue->waiters[(queue->first + place) & (queue->room - 1)];
}

static void join_queue(Run *run, Queue *queue, Waiter waiter)
{
    if (queue->count == queue->room) {
        uint64_t more = queue->room ? queue->room * 2 : 16;
        Waiter *grown = malloc(more * sizeof(Waiter));
        if (!grown) {
            run->error = NO_MEMORY;
            return;
        }
        for (uint64_t i = 0; i < queue->count; i++)
            grown[i] = *waiter_at(queue, i);
        free(queue->waiters);
        queue->waiters = grown;
        queue->room = more;
        queue->first = 0;
    }
    queue->count++;
    *waiter_at(queue, queue->count - 1) = waiter;
}

static int64_t as_bits(double time)
{
    int64_t bits;
    memcpy(&bits, &time, sizeof bits);
    return bits;
}

static double as_time(int64_t bits)
{
    double time;
    memcpy(&time, &bits, sizeof time);
    return time;
}

static int64_t earliest_of(const int64_t *ends, int64_t count)
{
    int64_t first = ends[0];
    for (int64_t i = 1; i < count; i++)
        first = LESSER(ends[i], first);
    return first;
}

/* The earliest of a group but for one place. The place is left out here rather than overwritten
 * before, as a vector cannot be read at once from where a single number was just written. */
static int64_t earliest_without(const int64_t *ends, int64_t place)
{
    const int64_t never = as_bits(INFINITY);
    int64_t first = never;
    for (int64_t i = 0; i < GROUP; i++) {
        int64_t end = i == place ? never : ends[i];
        first = LESSER(end, first);
    }
    return first;
}

static int64_t place_in_group(const int64_t *ends, int64_t wanted)
{
    int64_t place = 0;
    while (ends[place] != wanted)
        place++;
    return place;
}

static int more_slots(Run *run, SiteState *state) /* one group more; its lowest slot is used first */
{
    Endings *endings = &state->endings;
    int64_t slots = endings->groups * GROUP, need = slots + GROUP, room;
    int made = 1;
    if (endings->groups == endings->groups_room) {
        room = slots, made = make_room(run, (void **)&endings->ends, &room, need, sizeof(int64_t));
        room = slots, made = made && make_room(run, (void **)&state->served, &room, need, sizeof(Served));
        room = slots, made = made && make_room(run, (void **)&state->free_slots, &room, need, sizeof(int64_t));
        int64_t groups = slots;
        made = made && make_room(run, (void **)&endings->earliest, &groups, need, sizeof(int64_t));
        if (!made)
            return 0;
        endings->groups_room = room / GROUP;
    }
    for (int64_t i = 0; i < GROUP; i++) {
        endings->ends[slots + i] = as_bits(INFINITY);
        state->free_slots[state->n_free++] = slots + GROUP - 1 - i;
    }
    endings->earliest[endings->groups++] = as_bits(INFINITY);
    return 1;
}

static void add_ending(SiteState *state, int64_t slot, double end)
{
    Endings *endings = &state->endings;
    int64_t bits = as_bits(end), *earliest = &endings->earliest[slot / GROUP];
    endings->ends[slot] = bits;
    *earliest = LESSER(bits, *earliest);
    endings->next = LESSER(bits, endings->next);
    state->busy++;
}

static int64_t take_ending(SiteState *state) /* the slot whose service ends next */
{
    Endings *endings = &state->endings;
    int64_t group = 0;
    while (endings->earliest[group] != endings->next)
        group++;
    int64_t *ends = endings->ends + group * GROUP;
    int64_t place = place_in_group(ends, endings->next);
    endings->earliest[group] = earliest_without(ends, place);
    ends[place] = as_bits(INFINITY);
    endings->next = earliest_of(endings->earliest, endings->groups);
    state->busy--;
    state->free_slots[state->n_free++] = group * GROUP + place;
    return group * GROUP + place;
}

/* ---- counting --------------------------------------------------------------------------- */

static int in_window(const Run *run, double time)
{
    return run->network->window_start <= time && time < run->network->window_end;
}

static int64_t *window_count(Desk *desk, int64_t k, int64_t field)
{
    int64_t block = (desk->index * desk->run->network->most_classes + k) * W_COUNTS;
    return tally(desk->run->counts->window_counts, block, field) + desk->lane;
}

static double *window_sum(Desk *desk, int64_t k, int64_t field)
{
    int64_t block = (desk->index * desk->run->network->most_classes + k) * W_SUMS;
    return desk->run->counts->window_sums + (block + field) * LANES + desk->lane;
}

static double overlap(const Run *run, double from, double to)
{
    double start = GREATER(from, run->network->window_start);
    double end = LESSER(to, run->network->window_end);
    return end > start ? end - start : 0.0;
}

static void note_present(Desk *desk, double from, double to)
{
    const Network *network = desk->run->network;
    for (int64_t i = 0; i < network->n_moments; i++)
        if (from <= network->moments[i] && network->moments[i] < to)
            desk->run->counts->present_at[(desk->index * network->n_moments + i) * LANES + desk->lane]++;
}

static void note_passage(Desk *desk, const Person *person, double start, double end, int64_t fate)
{
    Counts *counts = desk->run->counts;
    if (!counts->passages_room)
        return;
    if (counts->n_passages < counts->passages_room) {
        Passage one = {desk->index, person->class_, desk->lane, fate, person->time, start, end};
        counts->passages[counts->n_passages] = one;
    }
    counts->n_passages++;
}

/* Window totals of somebody no longer waiting (or, at the end of the run, still waiting). */
static void note_waited(Desk *desk, const Person *person, double until)
{
    *window_sum(desk, person->class_, W_QUEUE) += overlap(desk->run, person->time, until);
    *window_sum(desk, person->class_, W_PRESENT) += overlap(desk->run, person->time, until);
}

static void note_start(Desk *desk, const Person *person, double time)
{
    if (!desk->run->network->windowed)
        return;
    note_waited(desk, person, time);
    if (in_window(desk->run, time)) {
        ++*window_count(desk, person->class_, W_STARTED);
        *window_sum(desk, person->class_, W_WAIT) += time - person->time;
    }
}

static void note_service(Desk *desk, const Person *person, double start, double end)
{
    double served = overlap(desk->run, start, end);
    *window_sum(desk, person->class_, W_PRESENT) += served;
    *window_sum(desk, person->class_, W_BUSY) += served;
    note_present(desk, person->time, end);
}

static void note_departure(Desk *desk, const Person *person, double time, int64_t what)
{
    desk->state->present[person->class_]--;
    int32_t *today = desk->state->today[person->class_];
    today[what]++;
    today[S_WITHIN] += desk->site->limited && time - person->time <= desk->site->limit;
    if (!desk->run->network->windowed || !in_window(desk->run, time))
        return;
    ++*window_count(desk, person->class_, what == S_SERVED ? W_SERVED : W_LEFT);
    ++*window_count(desk, person->class_, W_DEPARTED);
    *window_sum(desk, person->class_, W_STAY) += time - person->time;
    if (what == S_LEFT) {
        ++*window_count(desk, person->class_, W_UNSERVED);
        *window_sum(desk, person->class_, W_UNSERVED_WAIT) += time - person->time;
    }
}

/* ---- what happens to a person ----------------------------------------------------------- */

static void follow_routes(Desk *desk, const Routes *routes, double time, const Person *person, double u)
{
    for (int64_t i = 0; i < routes->count; i++)
        if (u < routes->onward[i].share[desk->lane]) {
            send_on(desk->run, &routes->onward[i], desk->lane, time, *person);
            return;
        }
}

static void start_service(Desk *desk, const Person *person, double time, double service)
{
    SiteState *state = desk->state;
    if (!state->n_free && !more_slots(desk->run, state))
        return;
    note_start(desk, person, time);
    if (desk->site->wait_limited && time - person->time <= desk->site->wait_limit)
        state->today[person->class_][S_STARTED_WITHIN]++;
    int64_t slot = state->free_slots[--state->n_free];
    Served served = {*person, time};
    state->served[slot] = served;
    add_ending(state, slot, time + service);
}

static void end_service(Desk *desk, double time)
{
    Served served = desk->state->served[take_ending(desk->state)];
    const Person *person = &served.person;
    note_departure(desk, person, time, S_SERVED);
    if (desk->run->network->windowed)
        note_service(desk, person, served.start, time);
    note_passage(desk, person, served.start, time, FATE_SERVED);
    const Routes *routes = &desk->site->classes[person->class_].served;
    if (routes->count)
        follow_routes(desk, routes, time, person, high(mix(person->key ^ desk->site->word_onward)));
}

/* Somebody stops waiting without having been served: impatient, or sent away at closing. */
static void leave_queue(Desk *desk, const Person *person, double time, int closing)
{
    const SiteClass *class_ = &desk->site->classes[person->class_];
    note_departure(desk, person, time, S_LEFT);
    if (desk->run->network->windowed) {
        note_waited(desk, person, time);
        note_present(desk, person->time, time);
    }
    note_passage(desk, person, NAN, time, FATE_LEFT);
    if (closing && class_->closing.count)
        follow_routes(desk, &class_->closing, time, person, low(mix(person->key ^ desk->site->word_turned)));
    else if (!closing && class_->impatient.count)
        follow_routes(desk, &class_->impatient, time, person, low(mix(person->key ^ desk->site->word_onward)));
    desk->run->counts->events++;
}

static void turn_away(Desk *desk, const Person *person, int closed)
{
    const SiteClass *class_ = &desk->site->classes[person->class_];
    desk->state->today[person->class_][S_TURNED_AWAY]++;
    if (desk->run->network->windowed && in_window(desk->run, person->time))
        ++*window_count(desk, person->class_, W_TURNED_AWAY);
    note_passage(desk, person, NAN, person->time, FATE_TURNED_AWAY);
    uint64_t word = mix(person->key ^ desk->site->word_turned);
    if (closed)
        follow_routes(desk, &class_->closing, person->time, person, low(word));
    else
        follow_routes(desk, &class_->full, person->time, person, high(word));
}

/* Record everyone whose patience ended before `time`, or also at it; at closing, everyone. */
static void sweep(Desk *desk, double time, int also_at, int closing)
{
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        Queue *queue = &desk->state->queues[k];
        uint64_t kept = 0, all = queue->count;
        for (uint64_t i = 0; i < all; i++) {
            Waiter waiter = *waiter_at(queue, i);
            int gone = waiter.deadline < time || (also_at && waiter.deadline == time);
            if (gone)
                leave_queue(desk, &waiter.person, waiter.deadline, 0);
            else if (closing)
                leave_queue(desk, &waiter.person, time, 1);
            else
                *waiter_at(queue, kept++) = waiter;
        }
        queue->count = kept;
    }
}

static int64_t waiting(const Desk *desk)
{
    int64_t n = 0;
    for (int64_t k = 0; k < desk->site->n_classes; k++)
        n += (int64_t)desk->state->queues[k].count;
    return n;
}

/* Free servers take the first of the highest class whose patience has not ended. */
static void fill_servers(Desk *desk, double time)
{
    SiteState *state = desk->state;
    for (int64_t k = 0; k < desk->site->n_classes && state->busy < state->servers;) {
        Queue *queue = &state->queues[k];
        if (!queue->count) {
            k++;
            continue;
        }
        Waiter waiter = *waiter_at(queue, 0);
        queue->first++;
        queue->count--;
        if (waiter.deadline < time)
            leave_queue(desk, &waiter.person, waiter.deadline, 0);
        else
            start_service(desk, &waiter.person, time, waiter.service);
    }
}

static void change_servers(Desk *desk, double time)
{
    const Site *site = desk->site;
    SiteState *state = desk->state;
    state->servers = site->servers[state->next_change % site->n_changes * LANES + desk->lane];
    state->next_change++;
    int64_t periods = state->next_change / site->n_changes;
    state->next_change_at = (double)periods * site->period + site->changes[state->next_change % site->n_changes];
    if (state->servers == 0 && site->closing != CLOSING_WAIT)
        sweep(desk, time, 0, 1);
}

static void count_arrival(Desk *desk, const Person *person)
{
    int32_t *today = desk->state->today[person->class_];
    today[S_ARRIVED]++;
    today[S_OWN] += person->own;
    today[S_DISPLACED] += person->displaced;
    if (desk->run->network->windowed && in_window(desk->run, person->time))
        ++*window_count(desk, person->class_, W_ARRIVED);
}

static void admit(Desk *desk, const Person *person, int at_once)
{
    desk->state->present[person->class_]++;
    if (!desk->run->network->windowed || !in_window(desk->run, person->time))
        return;
    ++*window_count(desk, person->class_, W_ADMITTED);
    *window_count(desk, person->class_, W_DELAYED) += !at_once;
}

static void arrive(Desk *desk, const Person *person, double service, double patience)
{
    const Site *site = desk->site;
    SiteState *state = desk->state;
    count_arrival(desk, person);
    if (site->closing != CLOSING_WAIT && state->servers == 0) {
        turn_away(desk, person, 1);
        return;
    }
    if (site->capacity >= 0 && state->busy + waiting(desk) >= site->capacity) {
        sweep(desk, person->time, 1, 0);
        if (state->busy + waiting(desk) >= site->capacity) {
            turn_away(desk, person, 0);
            return;
        }
    }
    int at_once = state->busy < state->servers;
    admit(desk, person, at_once);
    if (at_once) {
        start_service(desk, person, person->time, service);
        return;
    }
    Waiter waiter = {*person, person->time + patience, service};
    join_queue(desk->run, &state->queues[person->class_], waiter);
}

/* ---- who comes today -------------------------------------------------------------------- */

static int scratch_room(Run *run, int64_t need)
{
    void **arrays[] = {(void **)&run->luck, (void **)&run->times, (void **)&run->service,
                       (void **)&run->patience, (void **)&run->keys, (void **)&run->places};
    int64_t room = run->scratch_room;
    if (need <= room)
        return 1;
    for (int i = 0; i < 6; i++) {
        room = run->scratch_room;
        if (!make_room(run, arrays[i], &room, need, sizeof(double)))
            return 0;
    }
    run->scratch_room = room;
    return 1;
}

static void receive(Desk *desk, Person person)
{
    Crowd *crowd = person.time < desk->until ? &desk->run->arriving : &desk->state->inbox;
    push(desk->run, crowd, person);
}

/* Keep the candidates whose luck is under the rate of their slice. Each is written and then kept
 * or not, as a processor guesses badly which. */
static void keep_lucky(Desk *desk, const SiteClass *class_, Person person, int64_t n)
{
    Run *run = desk->run;
    Crowd *crowd = &run->arriving;
    const double *rates = class_->rates + desk->lane;
    if (!make_room(run, (void **)&crowd->people, &crowd->room, crowd->count + n, sizeof(Person)))
        return;
    Person *next = crowd->people + crowd->count;
    for (int64_t i = 0; i < n; i++) {
        int lucky = run->luck[i] < rates[(int64_t)run->places[i] * LANES];
        person.time = run->times[i];
        person.key = run->keys[i];
        *next = person;
        if (person.time >= desk->until) { /* only by rounding */
            if (lucky)
                push(run, &desk->state->inbox, person);
            continue;
        }
        next += lucky;
    }
    crowd->count = next - crowd->people;
}

/* Candidates at the system's ceiling; each is kept if their own luck is under today's rate. */
static void own_by_rate(Desk *desk, int64_t k, uint64_t base, uint64_t cell)
{
    Run *run = desk->run;
    const Network *network = run->network;
    const SiteClass *class_ = &desk->site->classes[k];
    uint64_t drawn = mix(run->lane[desk->lane] ^ mix(cell ^ network->d_candidates));
    int64_t n = poisson_one(class_->majorant * network->day, high(drawn));
    if (!scratch_room(run, n))
        return;
    const uint64_t word = desk->site->word_arrival;
    const double start = (double)run->day * network->day, day = network->day;
    const double width = class_->width, period = width * (double)class_->slices;
    const int32_t last = (int32_t)class_->slices - 1;
    const double ceiling = class_->majorant;
    uint64_t *restrict keys = run->keys;
    int32_t *restrict slices = run->places;
    double *restrict times = run->times, *restrict luck = run->luck;
    for (int64_t i = 0; i < n; i++) {
        uint64_t key = mix(base + (uint64_t)(i + 1) * STRIDE), h = mix(key ^ word);
        double time = start + high(h) * day;
        double within = time - floor(time / period) * period;
        int32_t slice = (int32_t)(within / width);
        keys[i] = key;
        times[i] = time;
        luck[i] = low(h) * ceiling;
        slices[i] = slice < last ? slice : last;
    }
    Person person = {0.0, 0, desk->site->homes ? -2 - (int32_t)desk->index : -1, (uint8_t)k, 0, 1};
    keep_lucky(desk, class_, person, n);
}

/* How long everyone coming today will be served, and wait at most, class by class. */
static void draw_durations(Desk *desk)
{
    Run *run = desk->run;
    int64_t n = run->arriving.count;
    const Person *people_ = run->arriving.people;
    if (!scratch_room(run, n + 1))
        return;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        const Law *service = &desk->site->classes[k].service, *patience = &desk->site->classes[k].patience;
        int64_t m = 0;
        for (int64_t i = 0; i < n; i++) {
            uint64_t h = mix(people_[i].key ^ desk->site->word_care);
            run->places[m] = (int32_t)i;
            run->times[m] = high(h);
            run->luck[m] = low(h);
            m += people_[i].class_ == k;
        }
        durations(service, desk->lane, m, run->times, run->places, run->service);
        durations(patience, desk->lane, m, run->luck, run->places, run->patience);
    }
}

static void own_by_times(Desk *desk, int64_t k, uint64_t base)
{
    const SiteClass *class_ = &desk->site->classes[k];
    double start = (double)desk->run->day * desk->run->network->day;
    uint64_t ordinal = 0;
    for (int64_t i = 0; i < class_->n_times && class_->times[i] < desk->until; i++) {
        if (class_->times[i] < start)
            continue;
        uint64_t key = mix(base + ++ordinal * STRIDE);
        Person person = {class_->times[i], key, desk->site->homes ? -2 - (int32_t)desk->index : -1,
                         (uint8_t)k, 0, 1};
        receive(desk, person);
    }
}

static void gather(Desk *desk)
{
    Run *run = desk->run;
    Crowd *inbox = &desk->state->inbox;
    run->arriving.count = 0;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        const SiteClass *class_ = &desk->site->classes[k];
        if (class_->stream == NO_STREAM)
            continue;
        uint64_t cell = cell_of(class_->stem, run->day);
        uint64_t origin = mix(mix(cell ^ run->network->cause_own) + run->network->no_destination);
        uint64_t base = mix(run->lane[desk->lane] ^ origin);
        if (class_->stream == RATES)
            own_by_rate(desk, k, base, cell);
        else
            own_by_times(desk, k, base);
    }
    int64_t later = 0;
    for (int64_t i = 0; i < inbox->count; i++) {
        if (inbox->people[i].time < desk->until)
            push(run, &run->arriving, inbox->people[i]);
        else
            inbox->people[later++] = inbox->people[i];
    }
    inbox->count = later;
}

static int before(const Person *a, const Person *b)
{
    return a->time < b->time || (a->time == b->time && a->key < b->key);
}

/* Sort today's arrivals by time, then key: first into as many buckets as people, then by hand. */
static void sort_arrivals(Desk *desk)
{
    Run *run = desk->run;
    int64_t n = run->arriving.count;
    if (!make_room(run, (void **)&run->sorting.people, &run->sorting.room, n + 1, sizeof(Person)) ||
        !make_room(run, (void **)&run->buckets, &run->buckets_room, n + 2, sizeof(int64_t))) {
        run->arriving.count = 0;
        return;
    }
    const double start = desk->until - run->network->day, scale = (double)n / run->network->day;
    Person *from = run->arriving.people, *to = run->sorting.people;
    int64_t *buckets = run->buckets;
    memset(buckets, 0, (size_t)(n + 2) * sizeof(int64_t));
#define BUCKET(time) LESSER(GREATER((int64_t)(((time) - start) * scale), 0), n - 1)
    for (int64_t i = 0; i < n; i++)
        buckets[BUCKET(from[i].time) + 1]++;
    for (int64_t b = 0; b < n; b++)
        buckets[b + 1] += buckets[b];
    for (int64_t i = 0; i < n; i++)
        to[buckets[BUCKET(from[i].time)]++] = from[i];
#undef BUCKET
    for (int64_t i = 1; i < n; i++) {
        if (!before(&to[i], &to[i - 1]))
            continue;
        Person person = to[i];
        int64_t j = i;
        for (; j > 0 && before(&person, &to[j - 1]); j--)
            to[j] = to[j - 1];
        to[j] = person;
    }
    Crowd sorted = run->sorting;
    sorted.count = n;
    run->sorting = run->arriving;
    run->arriving = sorted;
}

/* ---- the day ---------------------------------------------------------------------------- */

static void write_day(Desk *desk)
{
    Run *run = desk->run;
    const Network *network = run->network;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        int32_t *today = desk->state->today[k];
        int64_t block = (run->day * network->n_sites + desk->index) * network->most_classes + k;
        int64_t *counts = run->counts->sites + block * S_FIELDS * LANES + desk->lane;
        today[S_PRESENT] = (int32_t)desk->state->present[k];
        for (int64_t f = 0; f < S_FIELDS; f++)
            counts[f * LANES] = today[f];
    }
}

static void check_balance(Desk *desk, const int64_t *before_)
{
    Run *run = desk->run;
    int64_t inside = desk->state->busy + waiting(desk), all = 0;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        const int32_t *today = desk->state->today[k];
        all += before_[k] + today[S_ARRIVED] - today[S_SERVED] - today[S_LEFT] - today[S_TURNED_AWAY];
    }
    if (all != inside && run->error == ALL_WELL) {
        run->error = IMBALANCE;
        run->counts->bad_station = run->network->n_clinics + desk->index;
        run->counts->bad_class = -1;
        run->counts->bad_lane = desk->lane;
        run->counts->bad_day = run->day;
        run->counts->bad_gap = all - inside;
    }
}

#define CLASSES_AT_ONCE 16 /* the model refuses more */

void work_site(Run *run, int64_t index, int lane)
{
    const Site *site = &run->network->sites[index];
    SiteState *state = &run->sites[index * LANES + lane];
    double until = (double)(run->day + 1) * run->network->day;
    Desk desk = {run, site, state, index, lane, until};
    int64_t present[CLASSES_AT_ONCE], events = 0;
    for (int64_t k = 0; k < site->n_classes; k++) {
        present[k] = state->present[k];
        memset(state->today[k], 0, sizeof state->today[k]);
    }
    gather(&desk);
    sort_arrivals(&desk);
    draw_durations(&desk);
    const Person *coming = run->arriving.people;
    int64_t next = 0, all = run->arriving.count;
    while (run->error == ALL_WELL) {
        double ends = as_time(state->endings.next);
        double comes = next < all ? coming[next].time : INFINITY;
        double changes = state->next_change_at;
        double now = LESSER(ends, LESSER(changes, comes));
        if (!(now < until))
            break;
        events++;
        if (ends == now) {
            end_service(&desk, now);
            if (changes > now)
                fill_servers(&desk, now);
        } else if (changes == now) {
            change_servers(&desk, now);
            fill_servers(&desk, now);
        } else {
            arrive(&desk, &coming[next], run->service[next], run->patience[next]);
            next++;
        }
    }
    sweep(&desk, until, 0, 0);
    run->counts->events += events;
    write_day(&desk);
    check_balance(&desk, present);
}

/* At the end of the run: the window totals of those still there. */
void finish_site(Run *run, int64_t index, int lane)
{
    Desk desk = {run, &run->network->sites[index], &run->sites[index * LANES + lane], index, lane, 0.0};
    for (int64_t k = 0; k < desk.site->n_classes; k++)
        for (uint64_t i = 0; i < desk.state->queues[k].count; i++) {
            const Waiter *waiter = waiter_at(&desk.state->queues[k], i);
            note_passage(&desk, &waiter->person, NAN, NAN, FATE_PRESENT);
            if (!run->network->windowed)
                continue;
            note_waited(&desk, &waiter->person, INFINITY);
            note_present(&desk, waiter->person.time, INFINITY);
        }
    const Endings *endings = &desk.state->endings;
    for (int64_t slot = 0; slot < endings->groups * GROUP; slot++) {
        const Served *served = &desk.state->served[slot];
        if (endings->ends[slot] == as_bits(INFINITY))
            continue;
        note_passage(&desk, &served->person, served->start, NAN, FATE_PRESENT);
        if (run->network->windowed)
            note_service(&desk, &served->person, served->start, INFINITY);
    }
}

/* ---- memory ----------------------------------------------------------------------------- */

int start_site(Run *run, int64_t index)
{
    const Site *site = &run->network->sites[index];
    for (int lane = 0; lane < run->network->lanes; lane++) {
        SiteState *state = &run->sites[index * LANES + lane];
        state->queues = calloc((size_t)site->n_classes + 1, sizeof(Queue));
        state->present = calloc((size_t)site->n_classes + 1, sizeof(int64_t));
        state->today = calloc((size_t)site->n_classes + 1, sizeof *state->today);
        if (!state->queues || !state->present || !state->today)
            return 0;
        state->endings.next = as_bits(INFINITY);
        state->servers = INT64_MAX;
        state->next_change_at = INFINITY;
        if (site->n_changes) { /* before the first change, the last of the period holds */
            state->servers = site->servers[(site->n_changes - 1) * LANES + lane];
            state->next_change_at = site->changes[0];
        }
    }
    return 1;
}

void free_site(Run *run, int64_t index)
{
    const Site *site = &run->network->sites[index];
    for (int lane = 0; lane < run->network->lanes; lane++) {
        SiteState *state = &run->sites[index * LANES + lane];
        for (int64_t k = 0; state->queues && k < site->n_classes; k++)
            free(state->queues[k].waiters);
        free(state->queues);
        free(state->present);
        free(state->today);
        free(state->inbox.people);
        free(state->endings.ends);
        free(state->endings.earliest);
        free(state->served);
        free(state->free_slots);
    }
}
