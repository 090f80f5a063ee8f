/* A site by itself in one lane, person by person, in one run or in both arms of a pair.
 *
 * Nobody overtakes the highest class, so their turn is settled when they come; those of lower classes
 * wait to be looked at until somebody of a higher one comes, servers change, or the day ends. What is
 * counted is what the day of site.c counts, event by event.
 *
 * The arms of a pair differ by a few people. While nobody has come to one arm alone, or what they
 * changed is over, the second arm goes along: the first is followed, and what it counts and sends on
 * the second counts and sends on. Somebody who comes to one arm parts them, and both are followed
 * until the same people wait and all servers are held for as long. */
#include "service.h"

/* ---- whose turn comes when --------------------------------------------------------------- */

/* Servers free before `until`, or also at it, take the first of the highest class, not before `from`
 * and not before they came. */
static inline void call_in(Desk *desk, double from, double until, int also_at)
{
    SiteState *state = desk->state;
    for (int64_t k = 0; k < desk->site->n_classes;) {
        Queue *queue = &state->queues[k];
        if (!queue->count) {
            k++;
            continue;
        }
        double time = turn_of_first(desk, queue, from);
        if (time > until || (time == until && !also_at))
            return;
        take_first(desk, queue, time);
    }
}

/* The classes of which anybody waits, a bit each: all are looked at, as it cannot be guessed which
 * somebody is of. */
static inline uint64_t waiting_classes(const Desk *desk)
{
    uint64_t waiting = 0;
    for (int64_t k = 0; k < desk->site->n_classes; k++)
        waiting |= (uint64_t)(desk->state->queues[k].count != 0) << k;
    return waiting;
}

/* Whether it is known now that somebody's turn comes at a time: at once, or, as nobody overtakes the
 * highest class, today and before servers change. */
static inline int is_settled(const Desk *desk, const Person *person, double time)
{
    int soon = time < desk->state->next_change_at && time < desk->until;
    return time == person->time || (person->class_ == 0 && soon);
}

/* Somebody comes. Those of lower classes who could start before have done so then; of their own and
 * higher ones nobody need be looked at, as they all go first. */
static inline void come(Desk *desk, const Person *person, double service, double patience, double from)
{
    SiteState *state = desk->state;
    const double deadline = person->time + patience;
    if (!comes_in(desk, person))
        return;
    const uint64_t waiting = waiting_classes(desk), lower = ~(uint64_t)1 << person->class_;
#ifndef WRONG_TURN
    if (waiting & lower)
        call_in(desk, from, person->time, 1);
#endif
    double time = GREATER(next_free(state), person->time);
    if (!(waiting & ~lower) && is_settled(desk, person, time))
        take(desk, person, time, service, deadline);
    else
        join_queue(desk->run, &state->queues[person->class_], person, deadline, service);
}

static SELDOM void change_shift(Desk *desk, double from, double time)
{
    call_in(desk, from, time, 0);
    change_servers(desk, time);
    if (enough_servers(desk->run, desk->state))
        call_in(desk, time, time, 1);
}

/* ---- two arms --------------------------------------------------------------------------- */

typedef struct {
    Desk arms[2];
    int64_t n_arms, events; /* counted by the first arm when the second began to go along */
    int32_t today[MOST_AT_ONCE][S_FIELDS];
} Pair;

static inline int goes_along(const Pair *pair) { return pair->arms[0].run->along != NULL; }

/* How many arms are followed one by one. */
static inline int64_t followed(const Pair *pair) { return goes_along(pair) ? 1 : pair->n_arms; }

/* From now on what happens in the first arm happens in the second. */
static void go_along(Pair *pair)
{
    Desk *first = &pair->arms[0];
    first->run->along = pair->arms[1].run;
    pair->events = first->run->counts->events;
    memcpy(pair->today, first->state->today, (size_t)first->site->n_classes * sizeof *pair->today);
}

/* The second arm counts what the first has counted since it went along. */
static void count_along(Pair *pair)
{
    Desk *first = &pair->arms[0], *second = &pair->arms[1];
    second->run->counts->events += first->run->counts->events - pair->events;
    for (int64_t k = 0; k < first->site->n_classes; k++) {
        second->state->present[k] = first->state->present[k];
        for (int64_t f = 0; f < S_FIELDS; f++)
            second->state->today[k][f] += first->state->today[k][f] - pair->today[k][f];
    }
}

static void copy_queue(Run *run, const Queue *from, Queue *to)
{
    to->first = to->count = 0;
    for (uint64_t i = 0; i < from->count; i++) {
        const Waiter *waiter = waiter_in(from, i);
        join_queue(run, to, &waiter->person, waiter->deadline, waiter->service);
    }
}

static void copy_servers(Run *run, const SiteState *from, SiteState *to)
{
    int64_t n = from->n_free_at ? from->n_free_at + SPARE : 0;
    to->servers = from->servers;
    if (!n || !make_room(run, (void **)&to->free_at, &to->free_at_room, n, sizeof(double)))
        return;
    memcpy(to->free_at, from->free_at, (size_t)n * sizeof(double));
    to->n_free_at = from->n_free_at;
}

static void copy_staying(Run *run, const SiteState *from, SiteState *to)
{
    to->n_staying = 0;
    for (int64_t i = 0; i < from->n_staying; i++)
        stay(run, to, &from->staying[i].person, from->staying[i].start, from->staying[i].end);
}

/* The arms part: the second is as the first is now, and goes its own way. */
static SELDOM void part(Pair *pair)
{
    Desk *first = &pair->arms[0], *second = &pair->arms[1];
    SiteState *from = first->state, *to = second->state;
    count_along(pair);
    first->run->along = NULL;
    for (int64_t k = 0; k < first->site->n_classes; k++)
        copy_queue(second->run, &from->queues[k], &to->queues[k]);
    copy_servers(second->run, from, to);
    copy_staying(second->run, from, to);
    to->next_change = from->next_change;
    to->next_change_at = from->next_change_at;
}

static int same_queue(const Queue *a, const Queue *b)
{
    for (uint64_t i = 0; i < a->count; i++)
        if (!same_person(&waiter_in(a, i)->person, &waiter_in(b, i)->person) ||
            waiter_in(a, i)->deadline != waiter_in(b, i)->deadline)
            return 0;
    return 1;
}

static int same_staying(const SiteState *a, const SiteState *b)
{
    for (int64_t i = 0; i < a->n_staying; i++)
#ifdef WRONG_ARMS
        if (a->staying[i].person.key != b->staying[i].person.key)
#else
        if (!same_person(&a->staying[i].person, &b->staying[i].person) ||
            a->staying[i].start != b->staying[i].start || a->staying[i].end != b->staying[i].end)
#endif
            return 0;
    return 1;
}

/* Whether servers are held for as long: it does not matter since when those free by `since` are free. */
static int same_servers(const SiteState *a, const SiteState *b, double since)
{
    int differs = a->n_free_at != b->n_free_at;
    for (int64_t i = 0; i < a->n_free_at && !differs; i += SPARE)
        for (int64_t j = i; j < i + SPARE; j++)
            differs |= GREATER(a->free_at[j], since) != GREATER(b->free_at[j], since);
    return !differs;
}

/* Whether the arms are one again, after somebody came at `now`. */
static int are_one(const Pair *pair, double now)
{
    const Desk *first = &pair->arms[0], *second = &pair->arms[1];
    const SiteState *a = first->state, *b = second->state;
    double since = now; /* nobody starts before: those who wait may be looked at late */
    for (int64_t k = 0; k < first->site->n_classes; k++) {
        if (a->queues[k].count != b->queues[k].count)
            return 0;
        if (a->queues[k].count)
            since = LESSER(waiter_in(&a->queues[k], 0)->person.time, since);
    }
    if (a->n_staying != b->n_staying || !same_servers(a, b, since))
        return 0;
    for (int64_t k = 0; k < first->site->n_classes; k++)
        if (!same_queue(&a->queues[k], &b->queues[k]))
            return 0;
    return same_staying(a, b);
}

/* ---- the day ---------------------------------------------------------------------------- */

static void close_day(Pair *pair)
{
    Desk *first = &pair->arms[0], *second = &pair->arms[1];
    close_desk(first);
    if (pair->n_arms == 1)
        return;
    second->state->along = goes_along(pair);
    if (goes_along(pair)) {
        count_along(pair);
        write_day(second);
        first->run->along = NULL;
    } else {
        close_desk(second);
    }
}

/* The shift changes in both arms: their calendars are the same. */
static SELDOM void change_shifts(Pair *pair, double from, double time)
{
    for (int64_t a = 0; a < followed(pair); a++) {
        pair->arms[a].run->counts->events++;
        change_shift(&pair->arms[a], from, time);
    }
}

/* Somebody comes to one arm or both. */
static inline void come_to_arms(Pair *pair, int64_t i, double from)
{
    const Desk *first = &pair->arms[0];
    const double time = first->coming[i].time;
    const int to = first->run->arms[i];
    if (to != BOTH_ARMS && goes_along(pair))
        part(pair);
    for (int64_t a = 0; a < followed(pair); a++)
        if (to & (FIRST_ARM << a))
            come(&pair->arms[a], &first->coming[i], first->service[i], first->patience[i], from);
    if (!goes_along(pair) && are_one(pair, time))
        go_along(pair);
}

static inline __attribute__((always_inline)) void work_day_of(Pair *pair, const int both)
{
    Desk *first = &pair->arms[0];
    double from = (double)first->run->day * first->run->network->day;
    for (int64_t a = 0; a < followed(pair); a++) {
        if (!enough_servers(pair->arms[a].run, pair->arms[a].state))
            return;
        leave_after_night(&pair->arms[a]);
    }
    while (first->run->error == ALL_WELL) {
        double comes = next_arrival(first), changes = first->state->next_change_at;
        if (!(LESSER(comes, changes) < first->until))
            break;
        if (changes <= comes) {
            change_shifts(pair, from, changes);
            from = changes;
            continue;
        }
        const int64_t i = first->next++;
        if (both)
            come_to_arms(pair, i, from);
        else
            come(first, &first->coming[i], first->service[i], first->patience[i], from);
    }
    for (int64_t a = 0; a < followed(pair); a++)
        call_in(&pair->arms[a], from, first->until, 0);
    close_day(pair);
}

/* A site's day in one run. */
ALL_IN_ONE void work_alone(Run *run, int64_t index, int lane)
{
    Pair pair = {.n_arms = 1};
    pair.arms[0] = open_desk(run, index, lane);
    work_day_of(&pair, 0);
}

/* A site's day in both arms of a pair, in which the site is alike. */
ALL_IN_ONE void work_in_both(Run *run, Run *second, int64_t index, int lane)
{
    Pair pair = {.n_arms = 2};
    open_desks(run, second, index, lane, pair.arms);
    if (pair.arms[1].state->along)
        go_along(&pair);
    work_day_of(&pair, 1);
}
