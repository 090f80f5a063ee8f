/* A site by itself in one lane, person by person.
 *
 * As soon as somebody's service starts it is known when it ends, so what they do then is written down
 * at once, and ends of service are no events. Kept is when each server is free again, in order of time,
 * so that the next is read off. Whoever is not gone by the end of the day stays overnight. What is
 * counted is what the day of site.c counts, event by event; it is still what members of a group and
 * sites that may be full or are very large need. */
#include "desk.h"

#define MOST_SERVERS 256 /* with more, looking through them all takes longer than bunches do */
#define SPARE 8          /* so that servers are looked at eight at a time */

/* ---- servers ---------------------------------------------------------------------------- */

/* Have room for so many servers more: those added are free. */
static int more_servers(Run *run, SiteState *state, int64_t more)
{
    int64_t n = state->n_free_at;
    if (!make_room(run, (void **)&state->free_at, &state->free_at_room, n + more + SPARE, sizeof(double)))
        return 0;
    memmove(state->free_at + more, state->free_at, (size_t)n * sizeof(double));
    for (int64_t i = 0; i < more; i++)
        state->free_at[i] = 0.0;
    for (int64_t i = n + more; i < n + more + SPARE; i++)
        state->free_at[i] = INFINITY;
    state->n_free_at = n + more;
    return 1;
}

/* Have at least as many as are on duty now. */
static int enough_servers(Run *run, SiteState *state)
{
    int64_t on_duty = state->servers == INT64_MAX ? 0 : state->servers;
    return on_duty <= state->n_free_at || more_servers(run, state, on_duty - state->n_free_at);
}

/* When a server is free next. Those on duty are the last to be free: whoever goes off duty has been
 * free for longest, or is the next to be. */
static inline double next_free(const SiteState *state)
{
    if (state->servers == INT64_MAX)
        return 0.0;
#ifdef WRONG_SERVERS
    return state->servers ? state->free_at[state->n_free_at - 1] : INFINITY;
#endif
    return state->servers ? state->free_at[state->n_free_at - state->servers] : INFINITY;
}

/* The next server to be free is held until `end`; the others move up in order. */
static inline void hold_server(SiteState *state, double end)
{
    if (state->servers == INT64_MAX)
        return;
    double *free_at = state->free_at + state->n_free_at - state->servers;
    for (int64_t i = 0; i < state->servers; i += SPARE)
        for (int64_t j = i; j < i + SPARE; j++) {
            double here = GREATER(free_at[j], end), after = free_at[j + 1];
            free_at[j] = LESSER(after, here);
        }
}

/* ---- what happens to a person ----------------------------------------------------------- */

/* Somebody's service ends today: they leave, or go on. */
static inline void leave_at_end(Desk *desk, const Person *person, double start, double end)
{
    const Routes *routes = &desk->site->classes[person->class_].served;
    leave_served(desk, person, start, end);
    if (routes->count)
        follow_routes(desk, routes, end, person, high(mix(person->key ^ desk->site->word_onward)));
    desk->run->counts->events++;
}

static void stay(Run *run, SiteState *state, const Person *person, double start, double end)
{
    if (!make_room(run, (void **)&state->staying, &state->staying_room, state->n_staying + 1, sizeof(Staying)))
        return;
    Staying one = {*person, start, end};
    state->staying[state->n_staying++] = one;
}

/* Those who stayed overnight and whose service ends today. */
static void leave_after_night(Desk *desk)
{
    SiteState *state = desk->state;
    int64_t kept = 0;
    for (int64_t i = 0; i < state->n_staying; i++) {
        const Staying *one = &state->staying[i];
        if (one->end < desk->until)
            leave_at_end(desk, &one->person, one->start, one->end);
        else
            state->staying[kept++] = *one;
    }
    state->n_staying = kept;
}

static inline void serve(Desk *desk, const Person *person, double time, double service)
{
    double end = time + service;
    note_start(desk, person, time);
    hold_server(desk->state, end);
    if (end < desk->until)
        leave_at_end(desk, person, time, end);
    else
        stay(desk->run, desk->state, person, time, end);
}

/* Servers free before `until`, or also at it, take the first of the highest class whose patience has
 * not ended, not before `from`. */
static inline void call_in(Desk *desk, double from, double until, int also_at)
{
    SiteState *state = desk->state;
    for (int64_t k = 0; k < desk->site->n_classes;) {
        Queue *queue = &state->queues[k];
        if (!queue->count) {
            k++;
            continue;
        }
        double time = next_free(state);
        if (time > until || (time == until && !also_at))
            return;
        time = GREATER(time, from);
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
            serve(desk, &waiter->person, time, service);
    }
}

static inline void come(Desk *desk)
{
    const int64_t i = desk->next++;
    const Person *person = &desk->coming[i];
    SiteState *state = desk->state;
    double service = desk->service[i], patience = desk->patience[i];
    count_arrival(desk, person);
    if (desk->site->closing != CLOSING_WAIT && state->servers == 0) {
        turn_away(desk, person, 1);
        return;
    }
    int at_once = next_free(state) <= person->time;
    let_in(desk, person, at_once);
#ifdef WRONG_PATIENCE
    service = LESSER(service, patience);
#endif
    if (at_once)
        serve(desk, person, person->time, service);
    else
        join_queue(desk->run, &state->queues[person->class_], person, person->time + patience, service);
}

/* ---- the day ---------------------------------------------------------------------------- */

static SELDOM void change_shift(Desk *desk, double time)
{
    change_servers(desk, time);
    if (enough_servers(desk->run, desk->state))
        call_in(desk, time, time, 1);
}

ALL_IN_ONE void work_alone(Run *run, int64_t index, int lane)
{
    Desk desk = open_desk(run, index, lane);
    SiteState *state = desk.state;
    double from = (double)run->day * run->network->day;
    if (!enough_servers(run, state))
        return;
    leave_after_night(&desk);
    while (run->error == ALL_WELL) {
        double comes = next_arrival(&desk), changes = state->next_change_at;
        if (!(LESSER(comes, changes) < desk.until))
            break;
        run->counts->events++;
        if (changes <= comes) {
            call_in(&desk, from, changes, 0);
            from = changes;
            change_shift(&desk, changes);
        } else {
            call_in(&desk, from, comes, 1);
            come(&desk);
        }
    }
    call_in(&desk, from, desk.until, 0);
    close_desk(&desk);
}

/* ---- memory ----------------------------------------------------------------------------- */

static int in_group(const Network *network, int64_t index)
{
    for (int64_t g = 0; g < network->n_groups; g++)
        for (int64_t i = 0; i < network->groups[g].n_sites; i++)
            if (network->groups[g].sites[i] == index)
                return 1;
    return 0;
}

int works_alone(const Network *network, int64_t index)
{
    const Site *site = &network->sites[index];
    if (site->capacity >= 0 || in_group(network, index))
        return 0;
    for (int64_t i = 0; i < site->n_changes * LANES; i++)
        if (site->servers[i] > MOST_SERVERS)
            return 0;
    return 1;
}

/* Somebody of a kept state is in service. */
void go_on_serving(Run *run, SiteState *state, const Staying *one)
{
    stay(run, state, &one->person, one->start, one->end);
    if (!more_servers(run, state, 1))
        return;
    double *free_at = state->free_at;
    int64_t i = 0;
    for (; i + 1 < state->n_free_at && free_at[i + 1] < one->end; i++)
        free_at[i] = free_at[i + 1];
    free_at[i] = one->end;
}
