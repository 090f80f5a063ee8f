/* The day of a group: wards with the sites whose people board for their beds, worked together event by
 * event. The order of events is that of reference_ward.py.
 *
 * Where a site's people are followed one by one, who comes and whose turn comes when is its own affair until
 * somebody wants a bed: that is an event, and before each the site is worked until then. */
#include "service.h"
#include "ward.h"

typedef struct { /* a group at work */
    Run *run;
    int lane;
    double until;
    int64_t n_desks, n_bays;
    Desk desks[MOST_AT_ONCE];
    Bay bays[MOST_AT_ONCE];
    int64_t seen[MOST_AT_ONCE]; /* of each desk's inbox, already looked at */
} Team;

/* ---- who comes today -------------------------------------------------------------------- */

static void point_at_coming(Desk *desk)
{
    const Coming *coming = &desk->run->comings[desk->index];
    desk->coming = coming->crowd.people;
    desk->service = coming->service;
    desk->patience = coming->patience;
    desk->expected = coming->crowd.count;
}

/* People who were sent to a site of the group today come today. */
static void look_at_inbox(Team *team, int64_t i)
{
    Desk *desk = &team->desks[i];
    Crowd *inbox = &desk->state->inbox;
    int64_t later = team->seen[i];
    for (int64_t p = team->seen[i]; p < inbox->count; p++) {
        Person person = inbox->people[p];
        if (person.time < team->until) {
            double service, patience;
            durations_of(desk, &person, &service, &patience);
            insert_coming(team->run, &team->run->comings[desk->index], desk->next, person, service, patience);
        } else {
            inbox->people[later++] = person;
        }
    }
    inbox->count = team->seen[i] = later;
    point_at_coming(desk);
}

static void look_at_inboxes(Team *team)
{
    for (int64_t i = 0; i < team->n_desks; i++)
        if (team->desks[i].state->inbox.count != team->seen[i])
            look_at_inbox(team, i);
    for (int64_t i = 0; i < team->n_bays; i++)
        if (team->bays[i].state->inbox.count != team->bays[i].seen)
            look_at_ward_inbox(&team->bays[i], team->until);
}

/* ---- what happens next ------------------------------------------------------------------ */

/* In the order of equal times. Between changes and arrivals, beds are given and services start. Who leaves
 * a bed is looked at only where somebody hopes for one; else the bed is found free by whoever wants it
 * next. */
enum { AN_END, A_DISCHARGE, A_CHANGE, AN_IMPATIENCE, AN_ARRIVAL, A_DIRECT_ARRIVAL };

typedef struct {
    double time;
    int what;
    int64_t member;
} Event;

static inline int comes_first(const Event *a, const Event *b)
{
    if (a->time != b->time)
        return a->time < b->time;
    return a->what < b->what || (a->what == b->what && a->member < b->member);
}

static inline void consider(Event *first, double time, int what, int64_t member)
{
    Event event = {time, what, member};
    if (comes_first(&event, first))
        *first = event;
}

/* When a service next ends, of those whose ends are events. */
static inline double next_end(const SiteState *state)
{
    return state->by_person ? state->next_wanting : next_ending(&state->endings);
}

static Event next_event(const Team *team)
{
    Event first = {INFINITY, A_DIRECT_ARRIVAL, MOST_AT_ONCE};
    for (int64_t i = 0; i < team->n_desks; i++) {
        const Desk *desk = &team->desks[i];
        consider(&first, next_end(desk->state), AN_END, i);
        consider(&first, desk->state->next_change_at, A_CHANGE, i);
        if (desk->state->by_person)
            continue;
        if (desk->site->prompt)
            consider(&first, next_impatience(desk), AN_IMPATIENCE, i);
        consider(&first, next_arrival(desk), AN_ARRIVAL, i);
    }
    for (int64_t i = 0; i < team->n_bays; i++) {
        const Bay *bay = &team->bays[i];
        const Crowd *coming = &bay->today->coming.crowd;
        if (hopefuls(bay->state))
            consider(&first, next_to_go(bay->today), A_DISCHARGE, i);
        if (bay->next < coming->count)
            consider(&first, coming->people[bay->next].time, A_DIRECT_ARRIVAL, i);
    }
    return first;
}

/* Whether a service ends or servers change at this very moment too. */
static int more_now(const Team *team, double time)
{
    int more = 0;
    for (int64_t i = 0; i < team->n_desks; i++) {
        const SiteState *state = team->desks[i].state;
        more |= next_end(state) <= time || state->next_change_at <= time;
    }
    return more;
}

/* ---- beds ------------------------------------------------------------------------------- */

static Bay *bay_of(Team *team, int64_t ward)
{
    int64_t i = 0;
    while (team->bays[i].index != ward)
        i++;
    return &team->bays[i];
}

static Desk *desk_of(Team *team, int64_t site)
{
    int64_t i = 0;
    while (team->desks[i].index != site)
        i++;
    return &team->desks[i];
}

/* Somebody's service is over and they need a bed. Where one is free and nobody else hopes for one they have
 * it, else they hold their server until they get one. */
static void board(Team *team, Desk *desk, int64_t ward, const Person *person, double start, double time)
{
    Bay *bay = bay_of(team, ward);
    bay->today->counts[D_BOARDED]++;
    let_go(team->run, bay->state, bay->today, time);
    if (!hopefuls(bay->state) && has_free_bed(bay) && !more_now(team, time)) {
        leave_served(desk, person, start, time);
        admit(bay, person, time);
        return;
    }
    desk->state->boarding++;
    desk->state->boarders[person->class_]++;
    if (desk->state->by_person)
        keep_server(desk->state, time);
    want_bed(bay, person, time, start, desk->index);
}

/* A bed is free for somebody who boards. */
static void end_boarding(Desk *desk, const Hopeful *boarder, double time)
{
    desk->state->boarding--;
    desk->state->boarders[boarder->person.class_]--;
    if (desk->state->by_person)
        free_server(desk->state, time);
    if (desk->run->network->windowed)
        desk->state->window_sums[boarder->person.class_][W_BOARDING] += overlap(desk, boarder->since, time);
    leave_served(desk, &boarder->person, boarder->start, time);
}

static void give_beds(Team *team, Bay *bay, double time)
{
    WardState *state = bay->state;
    while (hopefuls(state) && has_free_bed(bay)) {
        const Hopeful *first = &state->hopefuls[state->first++];
        if (first->site >= 0)
            end_boarding(desk_of(team, first->site), first, time);
        admit(bay, &first->person, time);
    }
}

/* ---- sites ------------------------------------------------------------------------------ */

/* Somebody's service is over. */
static void finish_service(Team *team, Desk *desk, const Person *person, double start, double time)
{
    const Onward *onward = onward_of(desk, person);
    if (wants_bed(desk, onward))
        board(team, desk, ward_wanted(desk, onward), person, start, time);
    else
        go_on(desk, person, start, time, onward);
}

static void end_service(Team *team, Desk *desk, double time)
{
    SiteState *state = desk->state;
    if (state->by_person) {
        const Wanting *one = take_wanting(state);
        board(team, desk, one->ward, &one->person, one->start, time);
    } else {
        const Served *served = &state->served[take_ending(&state->endings)];
        finish_service(team, desk, &served->person, served->start, time);
    }
}

/* The highest class of which anybody waits; null where nobody does. */
static inline Queue *first_queue(const Desk *desk)
{
    for (int64_t k = 0; k < desk->site->n_classes; k++)
        if (desk->state->queues[k].count)
            return &desk->state->queues[k];
    return NULL;
}

/* The next to come starts where a server is free, else waits. */
static void come(Desk *desk)
{
    SiteState *state = desk->state;
    const int64_t i = desk->next++;
    const Person *person = &desk->coming[i];
    const double deadline = person->time + desk->patience[i];
    if (!comes_in(desk, person))
        return;
    if (!first_queue(desk) && next_free(state) <= person->time)
        take(desk, person, person->time, desk->service[i], deadline);
    else
        join_queue(desk->run, &state->queues[person->class_], person, deadline, desk->service[i]);
}

/* Whether the next to come only joins a queue: somebody of their own class or a higher one waits, and nobody
 * of a lower one, who might start before. */
static inline int only_joins(const Desk *desk)
{
    const Queue *queues = desk->state->queues;
    const int64_t class_ = desk->coming[desk->next].class_;
    uint64_t before = 0, after = 0;
    for (int64_t k = 0; k < desk->site->n_classes; k++) {
        before |= k <= class_ ? queues[k].count : 0;
        after |= k > class_ ? queues[k].count : 0;
    }
    return before && !after;
}

/* Servers free before `until`, or also at it, take the first of the highest class, not before they came; until
 * somebody wants a bed, which comes first. */
static inline void start_services(Desk *desk, double until, int also_at)
{
    const SiteState *state = desk->state;
    Queue *queue;
    while ((queue = first_queue(desk))) {
        double time = turn_of_first(desk, queue, desk->since);
        if (time > until || (time == until && !also_at) || state->next_wanting <= time)
            return;
        take_first(desk, queue, time);
    }
}

/* A site whose people are followed one by one comes to the next event of the group, or before it to somebody
 * who wants a bed: that is the next event then. */
static void work_until(Desk *desk, int64_t member, double end_of_day, Event *next)
{
    const SiteState *state = desk->state;
    const double until = LESSER(next->time, end_of_day);
    const Event arrival = {until, AN_ARRIVAL, member};
    const int today = next->time < end_of_day, also_at = today && comes_first(&arrival, next);
    for (double comes; (comes = next_arrival(desk)) < state->next_wanting;) {
        if (comes > until || (comes == until && !also_at))
            break;
        if (!only_joins(desk)) {
            start_services(desk, comes, 1);
            if (state->next_wanting <= comes)
                break;
        }
        come(desk);
    }
    start_services(desk, until, today && next->what > A_CHANGE);
    consider(next, state->next_wanting, AN_END, member);
}

/* The next event, with all sites come so far. */
static Event come_to_next(Team *team)
{
    Event next = next_event(team);
    for (int64_t i = 0; i < team->n_desks; i++)
        if (team->desks[i].state->by_person)
            work_until(&team->desks[i], i, team->until, &next);
    return next;
}

static void change_shift(Desk *desk, double time)
{
    change_servers(desk, time);
    desk->since = time;
    if (desk->state->by_person)
        enough_servers(desk->run, desk->state);
}

/* ---- the day ---------------------------------------------------------------------------- */

static void open_team(Run *run, Team *team, const Group *group)
{
    for (int64_t i = 0; i < group->n_sites; i++) {
        Desk *desk = &team->desks[i];
        *desk = open_desk(run, group->sites[i], team->lane);
        keep_coming(run, &run->comings[desk->index], desk->service, desk->patience);
        point_at_coming(desk);
        team->seen[i] = desk->state->inbox.count;
    }
    for (int64_t i = 0; i < group->n_wards; i++)
        team->bays[i] = open_bay(run, group->wards[i], team->lane);
    for (int64_t i = 0; i < group->n_sites; i++)
        if (team->desks[i].state->by_person && enough_servers(run, team->desks[i].state))
            leave_after_night(&team->desks[i]);
}

/* Somebody comes to a ward by themselves. */
static void arrive_direct(Team *team, Bay *bay)
{
    const Person *person = &bay->today->coming.crowd.people[bay->next++];
    bay->today->counts[D_ARRIVED]++;
    let_go(team->run, bay->state, bay->today, person->time);
    if (!hopefuls(bay->state) && has_free_bed(bay)) {
        admit(bay, person, person->time);
        return;
    }
    want_bed(bay, person, person->time, 0.0, -1);
    give_beds(team, bay, person->time);
}

/* Somebody comes. Whoever is served in no time goes on before anything else happens. */
static int welcome_one(Team *team, Desk *desk, double time)
{
    welcome(desk);
    if (next_end(desk->state) > time)
        return 0;
    end_service(team, desk, time);
    desk->run->counts->events++;
    return 1;
}

/* Whether beds or servers may be free for somebody now. */
static int happen(Team *team, Event event)
{
    int64_t i = event.member;
    if (event.what != AN_IMPATIENCE && event.what != A_DISCHARGE) /* counted by those who leave */
        team->run->counts->events++;
    switch (event.what) {
    case AN_END:
        end_service(team, &team->desks[i], event.time);
        return 1;
    case A_DISCHARGE:
        let_go(team->run, team->bays[i].state, team->bays[i].today, event.time);
        return 1;
    case A_CHANGE:
        change_shift(&team->desks[i], event.time);
        return 1;
    case AN_IMPATIENCE:
        end_patience(&team->desks[i], event.time);
        return 0;
    case AN_ARRIVAL:
        return welcome_one(team, &team->desks[i], event.time);
    default:
        arrive_direct(team, &team->bays[i]);
        return 0;
    }
}

/* Free beds are given, then free servers start; where people are followed one by one, they do so on
 * the way to the next event. */
static void settle(Team *team, double time)
{
    for (int64_t i = 0; i < team->n_bays; i++) {
        Bay *bay = &team->bays[i];
        if (!hopefuls(bay->state))
            continue;
        let_go(team->run, bay->state, bay->today, time);
        give_beds(team, bay, time);
    }
    for (int64_t i = 0; i < team->n_desks; i++)
        if (!team->desks[i].state->by_person)
            fill_servers(&team->desks[i], time);
}

ALL_IN_ONE void work_group(Run *run, int64_t index, int lane)
{
    const Group *group = &run->network->groups[index];
    Team team = {.run = run, .lane = lane, .until = end_of_day(run),
                 .n_desks = group->n_sites, .n_bays = group->n_wards};
    open_team(run, &team, group);
    while (run->error == ALL_WELL) {
        Event event = come_to_next(&team);
        if (!(event.time < team.until))
            break;
        if (happen(&team, event) && !more_now(&team, event.time))
            settle(&team, event.time);
        if (group->inward)
            look_at_inboxes(&team);
    }
    for (int64_t i = 0; i < team.n_desks; i++)
        close_desk(&team.desks[i]);
    for (int64_t i = 0; i < team.n_bays; i++)
        close_bay(&team.bays[i]);
}

/* At the end of the run: the window totals of those who hold a server while they wait for a bed. */
void finish_ward(Run *run, int64_t index, int lane)
{
    const WardState *state = &run->wards[index * LANES + lane];
    for (int64_t i = state->first; i < state->count; i++)
        if (state->hopefuls[i].site >= 0)
            finish_boarding(run, &state->hopefuls[i], lane);
}
