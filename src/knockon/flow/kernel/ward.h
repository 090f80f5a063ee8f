/* A ward at work: one ward, lane and day. Used by the day of its group. */
#ifndef KNOCKON_WARD_H
#define KNOCKON_WARD_H

#include "beds.h"

typedef struct {
    Run *run;
    const Ward *ward;
    WardState *state;
    WardDay *today;
    int64_t index;
    int lane;
    int64_t next, seen;                   /* of those coming today; of the inbox, already looked at */
    int64_t beds_before, hopefuls_before; /* when the day began */
} Bay;

Bay open_bay(Run *run, int64_t index, int lane);
void look_at_ward_inbox(Bay *bay, double until);
void admit(Bay *bay, const Person *person, double time);
void want_bed(Bay *bay, const Person *person, double since, double start, int64_t site);
void close_bay(Bay *bay);

/* How many hope for a bed. */
static inline int64_t hopefuls(const WardState *state) { return state->count - state->first; }

/* Whether a bed is free; whoever has left one by then must have been let go. */
static inline int has_free_bed(const Bay *bay)
{
    return !bay->ward->beds || bay->state->in_bed < bay->ward->beds[bay->lane];
}

#endif
