/* A site at work: one site, lane and day. Used by the site's own day and by that of its group. */
#ifndef KNOCKON_DESK_H
#define KNOCKON_DESK_H

#include <stdlib.h>

#include "endings.h"
#include "run.h"

/* A site's day is most of a run, so all it calls is built into it, but for what happens seldom. */
#define ALL_IN_ONE __attribute__((flatten))
#define SELDOM __attribute__((noinline))

typedef struct {
    Run *run;
    const Site *site;
    SiteState *state;
    int64_t index;
    int lane;
    double until; /* the end of the day */
    int all_inside, partly_inside; /* whether the day lies in the window; neither without one */
    const Person *coming; /* today, in order of time; from `next` on they are still to come */
    const double *service, *patience;
    int64_t next, expected;
    double since; /* when servers last changed today, where the site is in a group */
    int64_t before[MOST_AT_ONCE]; /* present when the day began, by class */
} Desk;

Waiter *waiter_in(const Queue *queue, uint64_t place);
void join_queue(Run *run, Queue *queue, const Person *person, double deadline, double service);
Desk open_desk(Run *run, int64_t index, int lane);
void open_desks(Run *first, Run *second, int64_t index, int lane, Desk *desks);
void write_day(Desk *desk);
void close_desk(Desk *desk);
double next_impatience(const Desk *desk);
void end_patience(Desk *desk, double time);
double next_arrival(const Desk *desk);
void welcome(Desk *desk);
void change_servers(Desk *desk, double time);
void fill_servers(Desk *desk, double time);
void note_start(Desk *desk, const Person *person, double time);
double overlap(const Desk *desk, double from, double to);
const Onward *onward_of(const Desk *desk, const Person *person);
void go_on(Desk *desk, const Person *person, double start, double time, const Onward *onward);
void leave_served(Desk *desk, const Person *person, double start, double time);
void follow_routes(Desk *desk, int when, double time, const Person *person, double u);
void leave_queue(Desk *desk, const Person *person, double time, int closing);
void turn_away(Desk *desk, const Person *person, int closed);
void count_arrival(Desk *desk, const Person *person);
void let_in(Desk *desk, const Person *person);
void durations_of(const Desk *desk, const Person *person, double *service, double *patience);
void finish_boarding(Run *run, const Hopeful *boarder, int lane);

/* Whether somebody on the way from here wants a bed: they hold their server until they have one. */
static inline int wants_bed(const Desk *desk, const Onward *onward)
{
    return onward && desk->run->network->ways[onward->way].kind == TO_WARD;
}

static inline int64_t ward_wanted(const Desk *desk, const Onward *onward)
{
    return desk->run->network->ways[onward->way].index;
}

#endif
