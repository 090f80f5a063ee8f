/* Wards, and the day of a group: wards with the sites whose people board for their beds, worked
 * together event by event. The order of events is that of reference_ward.py. */
#include "beds.h"
#include "desk.h"

typedef struct { /* one ward, lane and day at work */
    Run *run;
    const Ward *ward;
    WardState *state;
    WardDay *today;
    int64_t index;
    int lane;
    int64_t next, seen;                    /* of those coming today; of the inbox, already looked at */
    int64_t beds_before, hopefuls_before; /* when the day began */
} Bay;

typedef struct { /* a group at work */
    Run *run;
    int lane;
    double until;
    int64_t n_desks, n_bays;
    Desk desks[MOST_AT_ONCE];
    Bay bays[MOST_AT_ONCE];
    int64_t seen[MOST_AT_ONCE]; /* of each desk's inbox, already looked at */
} Team;

/* ---- beds ------------------------------------------------------------------------------- */

static int64_t hopefuls(const WardState *state) { return state->count - state->first; }

static int has_free_bed(const Bay *bay)
{
    return !bay->ward->beds || bay->state->in_bed < bay->ward->beds[bay->lane];
}

static void admit(Bay *bay, const Person *person, double time)
{
    Run *run = bay->run;
    const Network *network = run->network;
    bay->today->counts[D_ADMITTED]++;
    bay->today->counts[D_DISPLACED] += person->displaced;
    if (network->windowed && network->window_start <= time && time < network->window_end)
        run->counts->admitted[bay->index * LANES + bay->lane]++;
    put_to_bed(run, bay->index, bay->lane, person->key, time);
}

/* Somebody wants a bed; whoever has waited longest comes first, ties by key. While nobody hoped for
 * a bed, nobody looked who left one. */
void want_bed(Run *run, int64_t index, int lane, const Person *person, double since, double start, int64_t site)
{
    WardState *state = &run->wards[index * LANES + lane];
    WardDay *today = &run->ward_days[index];
    let_go(run, state, today, since);
    if (state->first && state->first == state->count)
        state->first = state->count = 0;
    if (!make_room(run, (void **)&state->hopefuls, &state->room, state->count + 1, sizeof(Hopeful)))
        return;
    int64_t i = state->count++;
    Hopeful *all = state->hopefuls;
    for (; i > state->first && all[i - 1].since == since && person->key < all[i - 1].person.key; i--)
        all[i] = all[i - 1];
    write_person(&all[i].person, person->time, person->key, person);
    all[i].since = since;
    all[i].start = start;
    all[i].site = site;
    today->counts[site < 0 ? D_ARRIVED : D_BOARDED]++;
}

static Desk *desk_of(Team *team, int64_t site)
{
    int64_t i = 0;
    while (team->desks[i].index != site)
        i++;
    return &team->desks[i];
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

/* ---- who comes today -------------------------------------------------------------------- */

/* Copy the run's scratch, which the next member of the group uses again. */
static void keep_coming(Run *run, Coming *coming, const double *service, const double *patience)
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
static void insert_coming(Run *run, Coming *coming, int64_t next, Person person, double service, double patience)
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

static void look_at_ward_inbox(Team *team, Bay *bay)
{
    Crowd *inbox = &bay->state->inbox;
    int64_t later = bay->seen;
    for (int64_t p = bay->seen; p < inbox->count; p++) {
        if (inbox->people[p].time < team->until)
            insert_coming(team->run, &bay->today->coming, bay->next, inbox->people[p], 0.0, 0.0);
        else
            inbox->people[later++] = inbox->people[p];
    }
    inbox->count = bay->seen = later;
}

static void look_at_inboxes(Team *team)
{
    for (int64_t i = 0; i < team->n_desks; i++)
        if (team->desks[i].state->inbox.count != team->seen[i])
            look_at_inbox(team, i);
    for (int64_t i = 0; i < team->n_bays; i++)
        if (team->bays[i].state->inbox.count != team->bays[i].seen)
            look_at_ward_inbox(team, &team->bays[i]);
}

/* ---- the day ---------------------------------------------------------------------------- */

static Bay open_bay(Run *run, int64_t index, int lane)
{
    const Ward *ward = &run->network->wards[index];
    WardState *state = &run->wards[index * LANES + lane];
    WardDay *today = &run->ward_days[index];
    Bay bay = {.run = run, .ward = ward, .state = state, .today = today, .index = index, .lane = lane,
               .beds_before = state->in_bed, .hopefuls_before = hopefuls(state)};
    Person like = {0.0, 0, -1, 0, 0, 1};
    memset(today->counts, 0, sizeof today->counts);
    today->n_admitted = 0;
    look_who_goes(run, index, lane);
    run->arriving.count = 0;
    gather_own(run, &ward->stream, ward->stream.rates, lane, ward->stem, ward->word_arrival, &like, &state->inbox);
    gather_sent(run, &state->inbox, NO_ARM);
    sort_arrivals(run);
    keep_coming(run, &today->coming, NULL, NULL);
    bay.seen = state->inbox.count;
    return bay;
}

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
}

static void close_bay(Bay *bay)
{
    Run *run = bay->run;
    const Network *network = run->network;
    int32_t *today = bay->today->counts;
    int64_t boarding = 0;
    let_go(run, bay->state, bay->today, INFINITY);
    settle_stays(run, bay->index, bay->lane);
    for (int64_t i = bay->state->first; i < bay->state->count; i++)
        boarding += bay->state->hopefuls[i].site >= 0;
    today[D_OCCUPIED] = (int32_t)bay->state->in_bed;
    today[D_WAITING] = (int32_t)hopefuls(bay->state);
    today[D_BOARDING] = (int32_t)boarding;
    int32_t *counts = run->counts->wards + (row(run) * network->n_wards + bay->index) * D_FIELDS * LANES + bay->lane;
    for (int64_t f = 0; f < D_FIELDS; f++)
        counts[f * LANES] = today[f];
    int64_t lost = bay->beds_before + today[D_ADMITTED] - today[D_DISCHARGED] - today[D_OCCUPIED];
    int64_t missed = bay->hopefuls_before + today[D_ARRIVED] + today[D_BOARDED] - today[D_ADMITTED] - today[D_WAITING];
    if (lost || missed)
        imbalance(run, network->n_clinics + network->n_sites + bay->index, -1, bay->lane, lost ? lost : missed);
}

/* What can happen next, in the order of equal times. Between changes and arrivals, beds are given
 * and services start. Who leaves a bed is looked at only where somebody hopes for one; else the bed
 * is found free by whoever wants it next. */
enum { AN_END, A_DISCHARGE, A_CHANGE, AN_IMPATIENCE, AN_ARRIVAL, A_DIRECT_ARRIVAL };

typedef struct {
    double time;
    int what;
    int64_t member;
} Event;

static inline void consider(Event *first, double time, int what, int64_t member)
{
    if (time < first->time || (time == first->time && what < first->what)) {
        Event sooner = {time, what, member};
        *first = sooner;
    }
}

static Event next_event(const Team *team)
{
    Event first = {INFINITY, A_DIRECT_ARRIVAL, -1};
    for (int64_t i = 0; i < team->n_desks; i++) {
        const Desk *desk = &team->desks[i];
        consider(&first, next_ending(&desk->state->endings), AN_END, i);
        consider(&first, desk->state->next_change_at, A_CHANGE, i);
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

static void arrive_direct(Bay *bay)
{
    const Person *person = &bay->today->coming.crowd.people[bay->next++];
    want_bed(bay->run, bay->index, bay->lane, person, person->time, 0.0, -1);
}

/* Somebody comes. Whoever is served in no time goes on before anything else happens. */
static int welcome_one(Desk *desk, double time)
{
    if (passes_through(desk)) {
        pass_through(desk);
    } else {
        welcome(desk);
        if (next_ending(&desk->state->endings) > time)
            return 0;
        end_service(desk, time);
    }
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
        end_service(&team->desks[i], event.time);
        return 1;
    case A_DISCHARGE:
        let_go(team->run, team->bays[i].state, team->bays[i].today, event.time);
        return 1;
    case A_CHANGE:
        change_servers(&team->desks[i], event.time);
        return 1;
    case AN_IMPATIENCE:
        end_patience(&team->desks[i], event.time);
        return 0;
    case AN_ARRIVAL:
        return welcome_one(&team->desks[i], event.time);
    default:
        arrive_direct(&team->bays[i]);
        give_beds(team, &team->bays[i], event.time);
        return 0;
    }
}

/* Whether a service ends or servers change at this very moment too. */
static int more_now(const Team *team, double time)
{
    int more = 0;
    for (int64_t i = 0; i < team->n_desks; i++) {
        const SiteState *state = team->desks[i].state;
        more |= next_ending(&state->endings) <= time || state->next_change_at <= time;
    }
    return more;
}

/* Free beds are given, then free servers start. */
static void settle(Team *team, double time)
{
    for (int64_t i = 0; i < team->n_bays; i++) {
        let_go(team->run, team->bays[i].state, team->bays[i].today, time);
        give_beds(team, &team->bays[i], time);
    }
    for (int64_t i = 0; i < team->n_desks; i++)
        fill_servers(&team->desks[i], time);
}

void work_group(Run *run, int64_t index, int lane)
{
    const Group *group = &run->network->groups[index];
    Team team = {.run = run, .lane = lane, .until = end_of_day(run),
                 .n_desks = group->n_sites, .n_bays = group->n_wards};
    open_team(run, &team, group);
    while (run->error == ALL_WELL) {
        Event event = next_event(&team);
        if (!(event.time < team.until))
            break;
        if (happen(&team, event) && !more_now(&team, event.time))
            settle(&team, event.time);
        look_at_inboxes(&team);
    }
    for (int64_t i = 0; i < team.n_desks; i++)
        close_desk(&team.desks[i]);
    for (int64_t i = 0; i < team.n_bays; i++)
        close_bay(&team.bays[i]);
}

/* ---- the run ---------------------------------------------------------------------------- */

int start_ward(Run *run, int64_t index)
{
    for (int lane = 0; lane < run->network->lanes; lane++)
        if (!start_beds(run, index, lane))
            return 0;
    return 1;
}

/* At the end of the run: the window totals of those who hold a server while they wait for a bed. */
void finish_ward(Run *run, int64_t index, int lane)
{
    const WardState *state = &run->wards[index * LANES + lane];
    for (int64_t i = state->first; i < state->count; i++)
        if (state->hopefuls[i].site >= 0)
            finish_boarding(run, &state->hopefuls[i], lane);
}

void free_coming(Coming *coming)
{
    free(coming->crowd.people);
    free(coming->service);
    free(coming->patience);
}

void free_ward(Run *run, int64_t index)
{
    if (run->ward_days) {
        free_coming(&run->ward_days[index].coming);
        free(run->ward_days[index].going);
        free(run->ward_days[index].admitted);
    }
    for (int lane = 0; lane < run->network->lanes; lane++) {
        WardState *state = &run->wards[index * LANES + lane];
        free(state->inbox.people);
        free(state->hopefuls);
        free_beds(state);
    }
}
