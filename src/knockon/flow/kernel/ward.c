/* Wards: who wants a bed, and who has one. The day is worked by their group; see group.c. */
#include <stdlib.h>

#include "ward.h"

/* ---- beds ------------------------------------------------------------------------------- */

/* Somebody has a bed. */
void admit(Bay *bay, const Person *person, double time)
{
    Run *run = bay->run;
    const Network *network = run->network;
    bay->today->counts[D_ADMITTED]++;
    bay->today->counts[D_DISPLACED] += person->displaced;
    if (network->windowed && network->window_start <= time && time < network->window_end)
        run->counts->admitted[bay->index * LANES + bay->lane]++;
    put_to_bed(run, bay->index, bay->lane, person->key, time);
}

/* Somebody hopes for a bed, holding a server of a site or, where it is -1, none; whoever has waited
 * longest comes first, ties by key. */
void want_bed(Bay *bay, const Person *person, double since, double start, int64_t site)
{
    WardState *state = bay->state;
    if (state->first && state->first == state->count)
        state->first = state->count = 0;
    if (!make_room(bay->run, (void **)&state->hopefuls, &state->room, state->count + 1, sizeof(Hopeful)))
        return;
    int64_t i = state->count++;
    Hopeful *all = state->hopefuls;
    for (; i > state->first && all[i - 1].since == since && person->key < all[i - 1].person.key; i--)
        all[i] = all[i - 1];
    write_person(&all[i].person, person->time, person->key, person);
    all[i].since = since;
    all[i].start = start;
    all[i].site = site;
}

/* ---- the day ---------------------------------------------------------------------------- */

Bay open_bay(Run *run, int64_t index, int lane)
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

/* People who were sent to the ward today come today. */
void look_at_ward_inbox(Bay *bay, double until)
{
    Crowd *inbox = &bay->state->inbox;
    int64_t later = bay->seen;
    for (int64_t p = bay->seen; p < inbox->count; p++) {
        if (inbox->people[p].time < until)
            insert_coming(bay->run, &bay->today->coming, bay->next, inbox->people[p], 0.0, 0.0);
        else
            inbox->people[later++] = inbox->people[p];
    }
    inbox->count = bay->seen = later;
}

void close_bay(Bay *bay)
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

/* ---- the run ---------------------------------------------------------------------------- */

int start_ward(Run *run, int64_t index)
{
    for (int lane = 0; lane < run->network->lanes; lane++)
        if (!start_beds(run, index, lane))
            return 0;
    return 1;
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
