/* A site in one lane: every person, event by event. The order of events is that of reference.py.
 *
 * Patience is looked at late: somebody whose patience has ended is noticed when they reach the
 * head of the queue, when room is short, at closing, or at the end of the day, and is then
 * recorded at the moment it ended. Only where they may go on to another member of the site's
 * group is it looked at in time. */
#include "desk.h"

/* ---- queues ----------------------------------------------------------------------------- */

Waiter *waiter_in(const Queue *queue, uint64_t place)
{
    return &queue->waiters[(queue->first + place) & (queue->room - 1)];
}

static SELDOM int longer_queue(Run *run, Queue *queue)
{
    uint64_t more = queue->room ? queue->room * 2 : 16;
    Waiter *grown = malloc(more * sizeof(Waiter));
    if (!grown) {
        run->error = NO_MEMORY;
        return 0;
    }
    for (uint64_t i = 0; i < queue->count; i++)
        grown[i] = *waiter_in(queue, i);
    free(queue->waiters);
    queue->waiters = grown;
    queue->room = more;
    queue->first = 0;
    return 1;
}

void join_queue(Run *run, Queue *queue, const Person *person, double deadline, double service)
{
    if (queue->count == queue->room && !longer_queue(run, queue))
        return;
    Waiter *waiter = waiter_in(queue, queue->count++);
    waiter->person = *person;
    waiter->deadline = deadline;
    waiter->service = service;
}

/* ---- counting --------------------------------------------------------------------------- */

/* Whether a moment of a day that lies partly in the window does. What happens on days that lie in it
 * whole is added to its counts when they end. */
static int partly_in_window(const Desk *desk, double time)
{
    const Network *network = desk->run->network;
    return desk->partly_inside && network->window_start <= time && time < network->window_end;
}

static int in_window(const Desk *desk, double time) { return desk->all_inside || partly_in_window(desk, time); }

/* The part of a stretch of time in the window; on a day that lies in it whole, the stretch ends inside. */
double overlap(const Desk *desk, double from, double to)
{
    const Network *network = desk->run->network;
    double start = GREATER(from, network->window_start);
    if (desk->all_inside)
        return to - start;
    double end = LESSER(to, network->window_end);
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
    desk->state->window_sums[person->class_][W_QUEUE] += overlap(desk, person->time, until);
}

void note_start(Desk *desk, const Person *person, double time)
{
    if (desk->site->wait_limited && time - person->time <= desk->site->wait_limit)
        desk->state->today[person->class_][S_STARTED_WITHIN]++;
    if (!desk->run->network->windowed)
        return;
    note_waited(desk, person, time);
    if (in_window(desk, time)) {
        desk->state->window_counts[person->class_][W_STARTED]++;
        desk->state->window_counts[person->class_][W_DELAYED] -= time == person->time;
        desk->state->window_sums[person->class_][W_WAIT] += time - person->time;
    }
}

static void note_service(Desk *desk, const Person *person, double start, double end)
{
    desk->state->window_sums[person->class_][W_BUSY] += overlap(desk, start, end);
    note_present(desk, person->time, end);
}

static void note_departure(Desk *desk, const Person *person, double time, int64_t what)
{
    desk->state->present[person->class_]--;
    int32_t *today = desk->state->today[person->class_];
    today[what]++;
    today[S_WITHIN] += desk->site->limited && time - person->time <= desk->site->limit;
    if (!in_window(desk, time))
        return;
    desk->state->window_sums[person->class_][W_STAY] += time - person->time;
    if (what == S_LEFT)
        desk->state->window_sums[person->class_][W_UNSERVED_WAIT] += time - person->time;
    if (desk->partly_inside)
        desk->state->window_counts[person->class_][what == S_SERVED ? W_SERVED : W_LEFT]++;
}

/* ---- what happens to a person ----------------------------------------------------------- */

/* The first route whose cumulative share passes u; null for none: they leave the network. All are looked
 * at, as a processor guesses badly which it is. */
static const Onward *route_taken(const Desk *desk, const Routes *routes, double u)
{
    int64_t passed = 0;
    for (int64_t i = 0; i < routes->count; i++)
        passed += u >= routes->onward[i].share[desk->lane];
    return passed < routes->count ? &routes->onward[passed] : NULL;
}

void follow_routes(Desk *desk, int when, double time, const Person *person, double u)
{
    const Onward *onward = route_taken(desk, &desk->site->classes[person->class_].routes[when], u);
    if (onward)
        send_on(desk->run, onward, desk->lane, time, person);
}

static int serving_room(Run *run, SiteState *state)
{
    Endings *endings = &state->endings;
    if (endings->n_free)
        return 1;
    return more_slots(run, endings) && make_room(run, (void **)&state->served, &state->served_room,
                                                 endings->bunches * BUNCH, sizeof(Served));
}

static void start_service(Desk *desk, const Person *person, double time, double service)
{
    SiteState *state = desk->state;
    if (!serving_room(desk->run, state))
        return;
    note_start(desk, person, time);
    Served *served = &state->served[add_ending(&state->endings, time + service)];
    served->person = *person;
    served->start = time;
}

/* Somebody whose service is over leaves, and their server is free. */
void leave_served(Desk *desk, const Person *person, double start, double time)
{
    note_departure(desk, person, time, S_SERVED);
    if (desk->run->network->windowed)
        note_service(desk, person, start, time);
    note_passage(desk, person, start, time, FATE_SERVED);
}

/* Where somebody goes when their service is over; null for nowhere. */
const Onward *onward_of(const Desk *desk, const Person *person)
{
    const Routes *routes = &desk->site->classes[person->class_].routes[WHEN_SERVED];
    if (!routes->count)
        return NULL;
    return route_taken(desk, routes, high(mix(person->key ^ desk->site->word_onward)));
}

/* Somebody's service is over: they leave, and go on. */
void go_on(Desk *desk, const Person *person, double start, double time, const Onward *onward)
{
    leave_served(desk, person, start, time);
    if (onward)
        send_on(desk->run, onward, desk->lane, time, person);
}

static void end_service(Desk *desk, double time)
{
    const Served *served = &desk->state->served[take_ending(&desk->state->endings)];
    go_on(desk, &served->person, served->start, time, onward_of(desk, &served->person));
}

/* Somebody stops waiting without having been served: impatient, or sent away at closing. */
SELDOM void leave_queue(Desk *desk, const Person *person, double time, int closing)
{
    note_departure(desk, person, time, S_LEFT);
    if (desk->run->network->windowed) {
        note_waited(desk, person, time);
        note_present(desk, person->time, time);
    }
    note_passage(desk, person, NAN, time, FATE_LEFT);
    if (closing)
        follow_routes(desk, AT_CLOSING, time, person, low(mix(person->key ^ desk->site->word_turned)));
    else
        follow_routes(desk, WHEN_IMPATIENT, time, person, low(mix(person->key ^ desk->site->word_onward)));
    desk->run->counts->events++;
}

SELDOM void turn_away(Desk *desk, const Person *person, int closed)
{
    desk->state->today[person->class_][S_TURNED_AWAY]++;
    if (partly_in_window(desk, person->time))
        desk->state->window_counts[person->class_][W_TURNED_AWAY]++;
    note_passage(desk, person, NAN, person->time, FATE_TURNED_AWAY);
    uint64_t word = mix(person->key ^ desk->site->word_turned);
    if (closed)
        follow_routes(desk, AT_CLOSING, person->time, person, low(word));
    else
        follow_routes(desk, WHEN_FULL, person->time, person, high(word));
}

/* Record everyone whose patience ended before `time`, or also at it; at closing, everyone. */
static SELDOM void sweep(Desk *desk, double time, int also_at, int closing)
{
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        Queue *queue = &desk->state->queues[k];
        uint64_t kept = 0, all = queue->count;
        for (uint64_t i = 0; i < all; i++) {
            Waiter waiter = *waiter_in(queue, i);
            int gone = waiter.deadline < time || (also_at && waiter.deadline == time);
            if (gone)
                leave_queue(desk, &waiter.person, waiter.deadline, 0);
            else if (closing)
                leave_queue(desk, &waiter.person, time, 1);
            else
                *waiter_in(queue, kept++) = waiter;
        }
        queue->count = kept;
    }
}

/* Servers held: by people in service, and by those who board. */
static int64_t busy(const SiteState *state)
{
#ifdef WRONG_BOARDING
    return state->endings.busy;
#else
    return state->endings.busy + state->boarding;
#endif
}

static int64_t inside(const Desk *desk)
{
    int64_t n = desk->state->endings.busy + desk->state->n_staying + desk->state->boarding;
    for (int64_t k = 0; k < desk->site->n_classes; k++)
        n += (int64_t)desk->state->queues[k].count;
    return n;
}

/* Free servers take the first of the highest class whose patience has not ended. */
void fill_servers(Desk *desk, double time)
{
    SiteState *state = desk->state;
    for (int64_t k = 0; k < desk->site->n_classes && busy(state) < state->servers;) {
        Queue *queue = &state->queues[k];
        if (!queue->count) {
            k++;
            continue;
        }
        const Waiter *waiter = waiter_in(queue, 0); /* nobody joins while they are looked at */
        double service = waiter->service;
        queue->first++;
        queue->count--;
#ifdef WRONG_PATIENCE
        service = LESSER(service, waiter->deadline - time);
#endif
        if (waiter->deadline < time)
            leave_queue(desk, &waiter->person, waiter->deadline, 0);
        else
            start_service(desk, &waiter->person, time, service);
    }
}

/* Find when servers change next in this lane: a calendar may give a number by the hour that seldom
 * changes. */
static void find_change(const Site *site, SiteState *state, int lane)
{
    const int64_t n = site->n_changes;
    state->next_change_at = INFINITY;
    for (int64_t i = 0; i < n; i++) {
        int64_t change = ++state->next_change;
        if (site->servers[change % n * LANES + lane] == state->servers)
            continue;
        state->next_change_at = (double)(change / n) * site->period + site->changes[change % n];
        return;
    }
}

/* The calendar's next number holds. */
void turn_calendar(const Site *site, SiteState *state, int lane)
{
    state->servers = site->servers[state->next_change % site->n_changes * LANES + lane];
    find_change(site, state, lane);
}

void change_servers(Desk *desk, double time)
{
    const Site *site = desk->site;
    SiteState *state = desk->state;
    turn_calendar(site, state, desk->lane);
    if (state->servers == 0 && site->closing != CLOSING_WAIT)
        sweep(desk, time, 0, 1);
}

void count_arrival(Desk *desk, const Person *person)
{
    int32_t *today = desk->state->today[person->class_];
    today[S_ARRIVED]++;
    today[S_OWN] += person->own;
    today[S_DISPLACED] += person->displaced;
    if (partly_in_window(desk, person->time))
        desk->state->window_counts[person->class_][W_ARRIVED]++;
}

void let_in(Desk *desk, const Person *person) { desk->state->present[person->class_]++; }

static void arrive(Desk *desk, const Person *person, double service, double patience)
{
    const Site *site = desk->site;
    SiteState *state = desk->state;
    count_arrival(desk, person);
    if (site->closing != CLOSING_WAIT && state->servers == 0) {
        turn_away(desk, person, 1);
        return;
    }
    if (site->capacity >= 0 && inside(desk) >= site->capacity) {
        sweep(desk, person->time, 1, 0);
        if (inside(desk) >= site->capacity) {
            turn_away(desk, person, 0);
            return;
        }
    }
    let_in(desk, person);
#ifdef WRONG_PATIENCE
    service = LESSER(service, patience);
#endif
    if (busy(state) < state->servers)
        start_service(desk, person, person->time, service);
    else
        join_queue(desk->run, &state->queues[person->class_], person, person->time + patience, service);
}

/* ---- who comes today -------------------------------------------------------------------- */

/* Whether two laws give the same times. */
static int same_law(const Law *x, const Law *y, int lane)
{
    if (x->kind < 0 || x->kind != y->kind)
        return x->kind == y->kind;
    return x->a[lane] == y->a[lane] && x->b[lane] == y->b[lane] && x->c[lane] == y->c[lane];
}

/* Turn the uniforms of those of one class into times, leaving the others' as they are. */
static void draw_class(Run *run, const Law *law, int lane, int64_t class_, double *times)
{
    const Person *people_ = run->arriving.people;
    int64_t m = 0;
    for (int64_t i = 0; i < run->arriving.count; i++) {
        run->places[m] = (int32_t)i;
        run->times[m] = times[i];
        m += people_[i].class_ == class_;
    }
    durations(law, lane, m, run->times);
    for (int64_t j = 0; j < m; j++)
        times[run->places[j]] = run->times[j];
}

/* Turn everybody's uniforms into times: all at once where their classes have one law. */
static void draw_by_class(Desk *desk, const Law **laws, double *times)
{
    const int64_t n_classes = desk->site->n_classes;
    int same = 1;
    for (int64_t k = 1; k < n_classes; k++)
        same &= same_law(laws[0], laws[k], desk->lane);
    if (same)
        durations(laws[0], desk->lane, desk->run->arriving.count, times);
    for (int64_t k = 0; k < n_classes && !same; k++)
        draw_class(desk->run, laws[k], desk->lane, k, times);
}

/* How long everyone coming today will be served, and wait at most. */
static void draw_durations(Desk *desk)
{
    Run *run = desk->run;
    const int64_t n = run->arriving.count;
    const Person *people_ = run->arriving.people;
    const Law *services[MOST_AT_ONCE], *patiences[MOST_AT_ONCE];
    if (!scratch_room(run, n + 1))
        return;
    for (int64_t i = 0; i < n; i++) {
        uint64_t h = mix(people_[i].key ^ desk->site->word_care);
        run->service[i] = high(h);
        run->patience[i] = low(h);
    }
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        services[k] = &desk->site->classes[k].service;
        patiences[k] = &desk->site->classes[k].patience;
    }
    draw_by_class(desk, services, run->service);
    draw_by_class(desk, patiences, run->patience);
}

/* The same for one person alone. */
void durations_of(const Desk *desk, const Person *person, double *service, double *patience)
{
    const SiteClass *class_ = &desk->site->classes[person->class_];
    uint64_t h = mix(person->key ^ desk->site->word_care);
    *service = high(h);
    *patience = low(h);
    durations(&class_->service, desk->lane, 1, service);
    durations(&class_->patience, desk->lane, 1, patience);
}

/* ---- the day ---------------------------------------------------------------------------- */

void write_day(Desk *desk)
{
    Run *run = desk->run;
    const Network *network = run->network;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        int32_t *today = desk->state->today[k];
        int64_t block = (row(run) * network->n_sites + desk->index) * network->site_classes + k;
        int32_t *counts = run->counts->sites + block * S_FIELDS * LANES + desk->lane;
        today[S_PRESENT] = (int32_t)desk->state->present[k];
        today[S_BOARDING] = (int32_t)desk->state->boarders[k];
        for (int64_t f = 0; f < S_FIELDS; f++)
            counts[f * LANES] = today[f];
    }
}

static void check_balance(Desk *desk)
{
    Run *run = desk->run;
    int64_t all = -inside(desk);
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        const int32_t *today = desk->state->today[k];
        all += desk->before[k] + today[S_ARRIVED] - today[S_SERVED] - today[S_LEFT] - today[S_TURNED_AWAY];
    }
    if (all)
        imbalance(run, run->network->n_clinics + desk->index, -1, desk->lane, all);
}

/* A day that lies in the window whole: what it counted belongs there. */
static void count_in_window(Desk *desk)
{
    for (int64_t k = 0; k < desk->site->n_classes && desk->all_inside; k++) {
        const int32_t *today = desk->state->today[k];
        int64_t *counts = desk->state->window_counts[k];
        counts[W_ARRIVED] += today[S_ARRIVED];
        counts[W_SERVED] += today[S_SERVED];
        counts[W_LEFT] += today[S_LEFT];
        counts[W_TURNED_AWAY] += today[S_TURNED_AWAY];
    }
}

/* Own arrivals of today, in no order: of a site, or of both arms of one, where rates may differ. */
static void gather_own_classes(Desk *desk, const Site *other, uint8_t arms)
{
    Run *run = desk->run;
    const Site *site = desk->site;
    Person like = {0.0, 0, site->homes ? -2 - (int32_t)desk->index : -1, 0, 0, 1, arms};
    run->arriving.count = 0;
    for (int64_t k = 0; k < site->n_classes; k++) {
        const SiteClass *class_ = &site->classes[k];
        like.class_ = (uint8_t)k;
        gather_own(run, &class_->stream, other->classes[k].stream.rates, desk->lane, class_->stem,
                   site->word_arrival, &like, &desk->state->inbox);
    }
}

/* What those who come today will need; they stand in the run's scratch. */
static void expect_them(Desk *desk)
{
    Run *run = desk->run;
    draw_durations(desk);
    desk->coming = run->arriving.people;
    desk->service = run->service;
    desk->patience = run->patience;
    desk->next = 0;
    desk->expected = run->arriving.count;
}

static void expect(Desk *desk)
{
    gather_own_classes(desk, desk->site, NO_ARM);
    gather_sent(desk->run, &desk->state->inbox, NO_ARM);
    sort_arrivals(desk->run);
    expect_them(desk);
}

/* Whoever comes to each arm is one person who comes to both; the arms are set apart from the people. */
static void unite_arms(Run *run)
{
    Person *people_ = run->arriving.people;
    int64_t all = run->arriving.count, kept = 0;
    if (!scratch_room(run, all + 1)) {
        run->arriving.count = 0;
        return;
    }
    for (int64_t i = 0; i < all; i++) {
        uint8_t arms = people_[i].arms;
        if (arms == SECOND_ARM && kept && run->arms[kept - 1] == FIRST_ARM &&
            same_person(&people_[kept - 1], &people_[i])) {
            run->arms[kept - 1] = BOTH_ARMS;
            continue;
        }
        write_person(&people_[kept], people_[i].time, people_[i].key, &people_[i]);
        people_[kept].arms = NO_ARM;
        run->arms[kept++] = arms;
    }
    run->arriving.count = kept;
}

/* Who comes to either arm today. Own arrivals are drawn once, as their candidates are the same. */
static void expect_both(Desk *first, Desk *second)
{
    Run *run = first->run;
    gather_own_classes(first, second->site, BOTH_ARMS);
    gather_sent(run, &first->state->inbox, FIRST_ARM);
    gather_sent(run, &second->state->inbox, SECOND_ARM);
    sort_arrivals(run);
    unite_arms(run);
    expect_them(first);
}

static Desk new_desk(Run *run, int64_t index, int lane)
{
    double until = end_of_day(run);
    Desk desk = {.run = run, .site = &run->network->sites[index], .state = &run->sites[index * LANES + lane],
                 .index = index, .lane = lane, .until = until};
    const Network *network = run->network;
    int whole = network->window_start <= until - network->day && until <= network->window_end;
    desk.all_inside = network->windowed && whole;
    desk.partly_inside = network->windowed && !whole;
    for (int64_t k = 0; k < desk.site->n_classes; k++) {
        desk.before[k] = desk.state->present[k];
        memset(desk.state->today[k], 0, sizeof desk.state->today[k]);
    }
    return desk;
}

Desk open_desk(Run *run, int64_t index, int lane)
{
    Desk desk = new_desk(run, index, lane);
    expect(&desk);
    return desk;
}

/* The desks of both arms of a site; who comes to either stands at the first. */
void open_desks(Run *first, Run *second, int64_t index, int lane, Desk *desks)
{
    desks[0] = new_desk(first, index, lane);
    desks[1] = new_desk(second, index, lane);
    expect_both(&desks[0], &desks[1]);
}

/* When the next patience ends, looked for at once. */
double next_impatience(const Desk *desk)
{
    double first = INFINITY;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        const Queue *queue = &desk->state->queues[k];
        for (uint64_t i = 0; i < queue->count; i++)
            first = LESSER(waiter_in(queue, i)->deadline, first);
    }
    return first;
}

void end_patience(Desk *desk, double time) { sweep(desk, time, 1, 0); }

double next_arrival(const Desk *desk)
{
    return desk->next < desk->expected ? desk->coming[desk->next].time : INFINITY;
}

void welcome(Desk *desk) /* the next to come */
{
    int64_t i = desk->next++;
    arrive(desk, &desk->coming[i], desk->service[i], desk->patience[i]);
}

void close_desk(Desk *desk)
{
    sweep(desk, desk->until, 0, 0);
    write_day(desk);
    count_in_window(desk);
    check_balance(desk);
}

/* A site by itself, event by event. */
ALL_IN_ONE void work_site(Run *run, int64_t index, int lane)
{
    Desk desk = open_desk(run, index, lane);
    SiteState *state = desk.state;
    int64_t events = 0;
    while (run->error == ALL_WELL) {
        double ends = next_ending(&state->endings), comes = next_arrival(&desk), changes = state->next_change_at;
        double now = LESSER(ends, LESSER(changes, comes));
        if (!(now < desk.until))
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
            welcome(&desk);
        }
    }
    run->counts->events += events;
    close_desk(&desk);
}

static void note_staying(Desk *desk, const Person *person, double start)
{
    note_passage(desk, person, start, NAN, FATE_PRESENT);
    if (desk->run->network->windowed)
        note_service(desk, person, start, INFINITY);
}

/* At the end of the run: the window totals of those still there. */
void finish_site(Run *run, int64_t index, int lane)
{
    Desk desk = {.run = run, .site = &run->network->sites[index], .state = &run->sites[index * LANES + lane],
                 .index = index, .lane = lane};
    for (int64_t k = 0; k < desk.site->n_classes; k++)
        for (uint64_t i = 0; i < desk.state->queues[k].count; i++) {
            const Waiter *waiter = waiter_in(&desk.state->queues[k], i);
            note_passage(&desk, &waiter->person, NAN, NAN, FATE_PRESENT);
            if (!run->network->windowed)
                continue;
            note_waited(&desk, &waiter->person, INFINITY);
            note_present(&desk, waiter->person.time, INFINITY);
        }
    const Endings *endings = &desk.state->endings;
    for (int64_t slot = 0; slot < endings->bunches * BUNCH; slot++)
        if (ending_at(endings, slot) < INFINITY)
            note_staying(&desk, &desk.state->served[slot].person, desk.state->served[slot].start);
    for (int64_t i = 0; i < desk.state->n_staying; i++)
        note_staying(&desk, &desk.state->staying[i].person, desk.state->staying[i].start);
}

/* At the very end: a site's window totals of a lane go to the counts, with those that follow from others. */
void tell_window(Run *run, int64_t index, int lane)
{
    const SiteState *state = &run->sites[index * LANES + lane];
    for (int64_t k = 0; state->window_counts && k < run->network->sites[index].n_classes; k++) {
        int64_t block = index * run->network->site_classes + k;
        int64_t *counts = state->window_counts[k];
        double *sums = state->window_sums[k];
        counts[W_DEPARTED] = counts[W_SERVED] + counts[W_LEFT];
        counts[W_UNSERVED] = counts[W_LEFT];
        counts[W_ADMITTED] = counts[W_ARRIVED] - counts[W_TURNED_AWAY];
        counts[W_DELAYED] += counts[W_ADMITTED]; /* so far less those who started at once */
        sums[W_PRESENT] = sums[W_QUEUE] + sums[W_BUSY];
        for (int64_t f = 0; f < W_COUNTS; f++)
            tally(run->counts->window_counts, block * W_COUNTS, f)[lane] = counts[f];
        for (int64_t f = 0; f < W_SUMS; f++)
            run->counts->window_sums[(block * W_SUMS + f) * LANES + lane] = sums[f];
    }
}

/* Somebody of a kept state is in service. */
void serve_on(Run *run, SiteState *state, const Staying *one)
{
    if (!serving_room(run, state))
        return;
    Served *served = &state->served[add_ending(&state->endings, one->end)];
    served->person = one->person;
    served->start = one->start;
}

/* The next in service from a slot on, which is moved past them; there must be one. */
Staying next_in_service(const SiteState *state, int64_t *slot)
{
    while (ending_at(&state->endings, *slot) == INFINITY)
        ++*slot;
    const Served *served = &state->served[*slot];
    Staying one = {served->person, served->start, ending_at(&state->endings, *slot)};
    ++*slot;
    return one;
}

/* At the end of the run: the window totals of somebody who boards here. */
void finish_boarding(Run *run, const Hopeful *boarder, int lane)
{
    int64_t index = boarder->site;
    Desk desk = {.run = run, .site = &run->network->sites[index], .state = &run->sites[index * LANES + lane],
                 .index = index, .lane = lane};
    note_staying(&desk, &boarder->person, boarder->start);
    if (run->network->windowed)
        desk.state->window_sums[boarder->person.class_][W_BOARDING] += overlap(&desk, boarder->since, INFINITY);
}

/* ---- memory ----------------------------------------------------------------------------- */

static int look_at_window(SiteState *state, int64_t classes)
{
    state->window_counts = calloc((size_t)classes + 1, sizeof *state->window_counts);
    state->window_sums = calloc((size_t)classes + 1, sizeof *state->window_sums);
    return state->window_counts && state->window_sums;
}

int start_site(Run *run, int64_t index)
{
    const Site *site = &run->network->sites[index];
    const int by_person = goes_by_person(run->network, index), alone = works_alone(run->network, index);
    for (int lane = 0; lane < run->network->lanes; lane++) {
        SiteState *state = &run->sites[index * LANES + lane];
        state->queues = calloc((size_t)site->n_classes + 1, sizeof(Queue));
        state->present = calloc((size_t)site->n_classes + 1, sizeof(int64_t));
        state->today = calloc((size_t)site->n_classes + 1, sizeof *state->today);
        if (!state->queues || !state->present || !state->today)
            return 0;
        state->boarders = calloc((size_t)site->n_classes + 1, sizeof(int64_t));
        if (!state->boarders || (run->network->windowed && !look_at_window(state, site->n_classes)))
            return 0;
        state->endings.next = as_bits(INFINITY);
        state->servers = INT64_MAX;
        state->next_wanting = INFINITY;
        state->by_person = by_person;
        state->alone = alone;
        state->next_change = -1;
        if (site->n_changes) /* before the first change, the last of the period holds */
            state->servers = site->servers[(site->n_changes - 1) * LANES + lane];
        find_change(site, state, lane);
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
        free(state->window_counts);
        free(state->window_sums);
        free(state->boarders);
        free(state->inbox.people);
        free_endings(&state->endings);
        free(state->served);
        free(state->staying);
        free(state->wanting);
        free(state->free_at);
    }
}
