/* Service person by person: as soon as somebody's service starts it is known when it ends.
 *
 * So what they do then is written down at once, and ends of service are no events. Kept is when each
 * server is free again, in order of time, so that the next is read off. Whoever is not gone by the end of
 * the day stays overnight. Only who will want a bed is kept until then: if none is free they go on holding
 * their server, and nobody knows yet for how long. */
#ifndef KNOCKON_SERVICE_H
#define KNOCKON_SERVICE_H

#include "desk.h"

#define SPARE 8 /* so that servers are looked at eight at a time */

int enough_servers(Run *run, SiteState *state);
void stay(Run *run, SiteState *state, const Person *person, double start, double end);
void leave_after_night(Desk *desk);
void want_later(Run *run, SiteState *state, const Person *person, double start, double end, int64_t ward);
const Wanting *take_wanting(SiteState *state);
void keep_server(SiteState *state, double since);
void free_server(SiteState *state, double time);

/* When a server is free next. Those on duty are the last to be free, and stand first: whoever goes off
 * duty has been free for longest, or is the next to be. */
static inline double next_free(const SiteState *state)
{
    if (state->servers == INT64_MAX)
        return 0.0;
#ifdef WRONG_SERVERS
    return state->servers ? state->free_at[0] : INFINITY;
#endif
    return state->servers ? state->free_at[state->servers - 1] : INFINITY;
}

/* Of n times, the last first, the last gives way to another, later one, which is put in its place. Eight
 * at a time are read as they were written, else the processor would wait for what it has just written. */
static inline void put_in_place(double *times, int64_t n, double time)
{
#ifdef __AVX512F__
    const __m512d limit = _mm512_set1_pd(time);
    __m512i before = _mm512_castpd_si512(_mm512_set1_pd(INFINITY));
    for (int64_t i = 0; i < n; i += 8) {
        const __mmask8 some = n - i < 8 ? (__mmask8)((1 << (n - i)) - 1) : 255;
        __m512d here = _mm512_loadu_pd(times + i);
        __m512d one_on = _mm512_castsi512_pd(_mm512_alignr_epi64(_mm512_castpd_si512(here), before, 7));
        __m512d after = _mm512_max_pd(here, _mm512_min_pd(one_on, limit));
        _mm512_storeu_pd(times + i, _mm512_mask_mov_pd(here, some, after));
        before = _mm512_castpd_si512(here);
    }
#else
    double before = INFINITY;
    for (int64_t i = 0; i < n; i++) {
        double here = times[i], one_on = LESSER(before, time);
        times[i] = GREATER(here, one_on);
        before = here;
    }
#endif
}

/* The next server to be free is held until `end`. */
static inline void hold_server(SiteState *state, double end)
{
    if (state->servers != INT64_MAX)
        put_in_place(state->free_at, state->servers, end);
}

/* Somebody's service ends today: they leave, and may go on; or, where people board, will want a bed then.
 * Where nobody does they leave first, as a processor guesses badly who goes where, and has done that by the
 * time it knows. */
static inline void leave_at_end(Desk *desk, const Person *person, double start, double end)
{
    if (!desk->state->alone) {
        const Onward *onward = onward_of(desk, person);
        if (wants_bed(desk, onward)) {
            want_later(desk->run, desk->state, person, start, end, ward_wanted(desk, onward));
            return;
        }
        go_on(desk, person, start, end, onward);
    } else {
        leave_served(desk, person, start, end);
        if (desk->site->classes[person->class_].routes[WHEN_SERVED].count)
            follow_routes(desk, WHEN_SERVED, end, person, high(mix(person->key ^ desk->site->word_onward)));
    }
    desk->run->counts->events++;
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

/* Somebody's turn comes at a time, unless their patience ended before. */
static inline void take(Desk *desk, const Person *person, double time, double service, double deadline)
{
#ifdef WRONG_PATIENCE
    service = LESSER(service, deadline - time);
#endif
    if (deadline < time)
        leave_queue(desk, person, deadline, 0);
    else
        serve(desk, person, time, service);
}

/* When the turn of the first of a queue comes, no server being looked at before `from`. */
static inline double turn_of_first(const Desk *desk, const Queue *queue, double from)
{
    return GREATER(next_free(desk->state), GREATER(waiter_in(queue, 0)->person.time, from));
}

/* The turn of the first of a queue comes at a time. */
static inline void take_first(Desk *desk, Queue *queue, double time)
{
    const Waiter *waiter = waiter_in(queue, 0); /* nobody joins while they are looked at */
    queue->first++;
    queue->count--;
    take(desk, &waiter->person, time, waiter->service, waiter->deadline);
}

/* Somebody comes; 0 where they are turned away, as the site is closed. */
static inline int comes_in(Desk *desk, const Person *person)
{
    desk->run->counts->events++;
    count_arrival(desk, person);
    if (desk->site->closing != CLOSING_WAIT && desk->state->servers == 0) {
        turn_away(desk, person, 1);
        return 0;
    }
    let_in(desk, person);
    return 1;
}

#endif
