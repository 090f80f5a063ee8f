/* Who is in a ward's beds, and when they leave. Nobody leaves on the day they come, so those who leave
 * today are known, and put in order, in the morning. */
#ifndef KNOCKON_BEDS_H
#define KNOCKON_BEDS_H

#include "run.h"

int start_beds(Run *run, int64_t index, int lane);
void put_to_bed(Run *run, int64_t index, int lane, uint64_t key, double time);
void settle_stays(Run *run, int64_t index, int lane);
void look_who_goes(Run *run, int64_t index, int lane);
void note_stays(Run *run, int64_t index, int lane);
void free_beds(WardState *state);

/* When the next leaves, of those who leave today. */
static inline double next_to_go(const WardDay *today)
{
    return today->gone < today->n_going ? today->going[today->gone] : INFINITY;
}

/* Whoever leaves before `time`, or at it, is gone. */
static inline void let_go(Run *run, WardState *state, WardDay *today, double time)
{
    int64_t before = today->gone;
    while (today->gone < today->n_going && today->going[today->gone] <= time)
        today->gone++;
    state->in_bed -= today->gone - before;
    today->counts[D_DISCHARGED] += (int32_t)(today->gone - before);
    run->counts->events += today->gone - before;
}

#endif
