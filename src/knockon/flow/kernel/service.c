/* Service person by person; see service.h. */
#include "service.h"

#define MOST_SERVERS 256 /* with more, looking through them all takes longer than bunches do */

/* The group a site is in; null where it is in none. */
static const Group *group_of(const Network *network, int64_t index)
{
    for (int64_t g = 0; g < network->n_groups; g++)
        for (int64_t i = 0; i < network->groups[g].n_sites; i++)
            if (network->groups[g].sites[i] == index)
                return &network->groups[g];
    return NULL;
}

/* Whether people are followed one by one at a site: not where it may be full or is very large, nor in a group
 * whose members send each other people, who come as soon as they are sent. */
int goes_by_person(const Network *network, int64_t index)
{
    const Site *site = &network->sites[index];
    const Group *group = group_of(network, index);
    for (int64_t i = 0; i < site->n_changes * LANES; i++)
        if (site->servers[i] > MOST_SERVERS)
            return 0;
    return site->capacity < 0 && !(group && group->inward);
}

int works_alone(const Network *network, int64_t index)
{
    return goes_by_person(network, index) && !group_of(network, index);
}

/* ---- servers ---------------------------------------------------------------------------- */

/* Have room for so many servers more: those added are free. */
static int more_servers(Run *run, SiteState *state, int64_t more)
{
    int64_t n = state->n_free_at;
    if (!make_room(run, (void **)&state->free_at, &state->free_at_room, n + more + SPARE, sizeof(double)))
        return 0;
    for (int64_t i = n; i < n + more + SPARE; i++)
        state->free_at[i] = 0.0;
    state->n_free_at = n + more;
    return 1;
}

/* Have at least as many as are on duty now. */
int enough_servers(Run *run, SiteState *state)
{
    int64_t on_duty = state->servers == INT64_MAX ? 0 : state->servers;
    return on_duty <= state->n_free_at || more_servers(run, state, on_duty - state->n_free_at);
}

/* Servers up to a place are held for longer than until `time`; the one there is held until then. */
static void sift_down(double *free_at, int64_t place, double time)
{
    for (; place > 0 && free_at[place - 1] < time; place--)
        free_at[place] = free_at[place - 1];
    free_at[place] = time;
}

/* A server more is held until `end`, by somebody of a kept state. */
void hold_one_more(Run *run, SiteState *state, double end)
{
    if (more_servers(run, state, 1))
        sift_down(state->free_at, state->n_free_at - 1, end);
}

/* The server who was to be free at a time is not: nobody knows until when. */
void keep_server(SiteState *state, double since)
{
    int64_t place = state->n_free_at - 1;
#ifdef WRONG_BOARDING
    return;
#endif
    while (place > 0 && state->free_at[place] < since)
        place--;
    if (state->servers != INT64_MAX)
        sift_down(state->free_at, place, INFINITY);
}

/* One of those servers is free after all; they stand first. */
void free_server(SiteState *state, double time)
{
    int64_t place = 0;
#ifdef WRONG_BOARDING
    return;
#endif
    if (state->servers == INT64_MAX)
        return;
    for (; place < state->n_free_at - 1 && state->free_at[place + 1] > time; place++)
        state->free_at[place] = state->free_at[place + 1];
    state->free_at[place] = time;
}

/* ---- who is in service ------------------------------------------------------------------ */

/* Somebody's service does not end today. */
void stay(Run *run, SiteState *state, const Person *person, double start, double end)
{
    if (!make_room(run, (void **)&state->staying, &state->staying_room, state->n_staying + 1, sizeof(Staying)))
        return;
    Staying one = {*person, start, end};
    state->staying[state->n_staying++] = one;
}

/* Somebody's service ends today, and they will want a bed then; the last to do so stands first. */
void want_later(Run *run, SiteState *state, const Person *person, double start, double end, int64_t ward)
{
    if (!make_room(run, (void **)&state->wanting, &state->wanting_room, state->n_wanting + 1, sizeof(Wanting)))
        return;
    int64_t i = state->n_wanting++;
    for (; i > 0 && state->wanting[i - 1].end < end; i--)
        state->wanting[i] = state->wanting[i - 1];
    Wanting *one = &state->wanting[i];
    write_person(&one->person, person->time, person->key, person);
    one->start = start;
    one->end = end;
    one->ward = ward;
    state->next_wanting = LESSER(end, state->next_wanting);
}

/* The next of those, of whom there must be one; to be looked at before another comes. */
const Wanting *take_wanting(SiteState *state)
{
    const int64_t left = --state->n_wanting;
    state->next_wanting = left ? state->wanting[left - 1].end : INFINITY;
    return &state->wanting[left];
}

/* Those who stayed overnight and whose service ends today. */
void leave_after_night(Desk *desk)
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

/* Somebody of a kept state is in service. */
void go_on_serving(Run *run, SiteState *state, const Staying *one)
{
    stay(run, state, &one->person, one->start, one->end);
    hold_one_more(run, state, one->end);
}
