/* The state of a run: what changes from day to day.
 *
 * Where the source says WRONG_…, a rule of the engine is broken. No such name is ever defined but by
 * the tests, which build those kernels to prove that the checks would notice. */
#ifndef KNOCKON_RUN_H
#define KNOCKON_RUN_H

#include "flow.h"
#include "lanes.h"

#define LINE 64 /* bytes the processor fetches at once */

typedef struct { /* somebody on the way to a site or at one */
    double time; /* of arrival at the site */
    uint64_t key;
    int32_t home; /* -1 none; -2 - s: still to be drawn, an own arrival of site s */
    uint8_t class_, displaced, own;
    uint8_t arms; /* while two arms look at who comes: those to which they come; else none */
} Person;

typedef struct {
    Person *people;
    int64_t count, room;
} Crowd;

typedef struct { /* people by age in days; ages above top are empty */
    people *age;
    int64_t room, top;
} Ring;

typedef struct { /* shares ready for binomials, each once however many clinics have it */
    Chance **table; /* found by hash; null where free */
    int64_t count, room;
} Chances;

typedef struct { /* shares of a chain, by step inside and way onward */
    const Chance **inside, **onward;
} ChainState;

typedef struct {
    _Alignas(LINE) people due, sent; /* follow-ups for the next open day; people sent on to here */
    people still_waiting, still_retrying; /* when the last day ended */
    Ring waiting, retrying;
    const Chance *leaving;
    ChainState over_cap, over_cap_rest, unseen, left_list;
} ClassState;

typedef struct {
    int64_t opened; /* the last open day, -1 before the first */
    ClassState *classes;
} ClinicState;

typedef struct {
    Person person;
    double deadline, service; /* when patience ends; how long service will take */
} Waiter;

typedef struct { /* first come first served; a ring of a power of two */
    Waiter *waiters;
    uint64_t first, count, room;
} Queue;

enum { NO_ARM, FIRST_ARM, SECOND_ARM, BOTH_ARMS };

#define BUNCH 16
typedef struct { /* ends of service; see endings.h */
    int64_t *ends, *earliest; /* by slot; by bunch */
    int64_t bunches, room, next;
    int64_t *free_slots, n_free, busy;
} Endings;

typedef struct {
    Person person;
    double start;
} Served;

typedef struct { /* somebody in service when a day ends */
    Person person;
    double start, end;
} Staying;

typedef struct { /* somebody whose service ends today and who will want a bed then */
    Person person;
    double start, end;
    int64_t ward;
} Wanting;

typedef struct { /* who comes to a member of a group on the day and in the lane at work, in order of time */
    Crowd crowd;
    double *service, *patience; /* of each, at a site */
    int64_t service_room, patience_room;
} Coming;

typedef struct { /* one site in one lane */
    Crowd inbox;
    Queue *queues;
    Endings endings;
    Served *served; /* by slot */
    int64_t served_room;
    int64_t alone;     /* in no group, and */
    int64_t by_person; /* people are followed one by one, see service.h: without endings, but with */
    Staying *staying;  /* who is in service overnight, */
    int64_t n_staying, staying_room;
    Wanting *wanting; /* who will want a bed when their service ends today, the last first, */
    int64_t n_wanting, wanting_room;
    double next_wanting; /* when the next of them does, INFINITY where none will */
    double *free_at; /* and when each server is free, the last first; those on duty are the first */
    int64_t n_free_at, free_at_room;
    int64_t along; /* of a second arm: people here are as in the first, where alone they are kept */
    int64_t boarding; /* people whose service is over, who hold their server until a bed is free */
    int64_t servers, next_change;
    double next_change_at;
    int64_t *present, *boarders;  /* by class, counted in and out */
    int32_t (*today)[S_FIELDS];   /* by class */
    int64_t (*window_counts)[W_COUNTS]; /* by class; null where no window is looked at */
    double (*window_sums)[W_SUMS];
} SiteState;

typedef struct { /* somebody put to bed, and when */
    uint64_t key;
    double time;
} Admitted;

typedef struct { /* somebody waiting for a bed: since when, and at which site (-1: at none) */
    Person person;
    double since, start; /* start of the service after which they board */
    int64_t site;
} Hopeful;

/* Cumulative shares with a guide to them: 0 to 1 is cut into parts, and where each begins among the
 * shares is known, so that a place is found in a step or two from there. */
typedef struct {
    const double *shares;
    int64_t places, parts;
    uint16_t *first; /* by part; of places beyond what it holds, the greatest it does */
} Guide;

typedef struct { /* one ward in one lane */
    Crowd inbox;
    Hopeful *hopefuls; /* by since, then key; those before `first` are gone */
    int64_t first, count, room;
    int64_t in_bed;
    double *until; /* when they leave, in any order, but for those who leave or came today */
    int64_t n_until, until_room;
    Guide hours;     /* people leave in */
    double log_stay; /* log of the chance to stay over one more of the later midnights */
    int64_t staying; /* in bed, and never to leave */
} WardState;

typedef struct { /* a ward's day in the lane at work; the next lane's takes its place */
    Coming coming;
    double *going; /* when those leave who leave today, in order; those before `gone` are gone */
    int64_t n_going, gone, going_room;
    Admitted *admitted;
    int64_t n_admitted, admitted_room;
    int32_t counts[D_FIELDS];
} WardDay;

typedef struct { /* a list in every lane */
    people age[WEEKS], sent;
    reals due[WEEKS]; /* by age: removals still due, from parts of a person */
} ListState;

typedef struct { /* somebody coming back */
    double time;
    uint64_t key;
    int32_t home, displaced; /* home: as a person's */
} Returner;

typedef struct {
    Returner *people; /* today's */
    int64_t count, room;
    people *left;  /* [homes]: how many more may come before the next open day */
    people *today; /* [homes]: how many come today */
} BackState;

typedef struct Run {
    const Network *network;
    Counts *counts;
    struct Run *along;    /* the second arm of a pair, while what this one sends on it sends on too */
    const uint8_t *alike; /* by site: whether both arms of the pair are worked at once */
    _Alignas(LINE) words lane;
    int64_t day;
    int64_t error;
    ClinicState *clinics;
    SiteState *sites; /* [site][LANES] */
    WardState *wards; /* [ward][LANES] */
    WardDay *ward_days; /* [ward] */
    Coming *comings;  /* [site], where in a group */
    Guide **homes; /* [site] of [home_lanes] */
    Guide *bands;  /* [way]: to the shares of its bands */
    ListState *lists;
    BackState *backs; /* [back][LANES]; of the first lane are the arrays of all lanes */
    Crowd arriving, sorting;
    int64_t *buckets, buckets_room;
    double *luck, *times, *service, *patience; /* scratch, by candidate or arrival */
    uint64_t *keys;
    int32_t *places;
    uint8_t *arms; /* to which each comes, of a pair */
    int64_t scratch_room;
    Ring splitting, leaving;
    Chances chances;
} Run;

/* Make room for `need` items, doubling; 0 and run->error when memory is short. */
int make_room(Run *run, void **items, int64_t *room, int64_t need, int64_t size);

/* Write somebody who is like another but for time and key. Field by field, as in all that follows: a
 * person copied whole right after a field was written keeps the processor waiting. */
static inline void write_person(Person *into, double time, uint64_t key, const Person *like)
{
    into->time = time;
    into->key = key;
    into->home = like->home;
    into->class_ = like->class_;
    into->displaced = like->displaced;
    into->own = like->own;
    into->arms = like->arms;
}

/* The first place whose cumulative share passes u; the last place takes rounding. The first step is taken or
 * not without a branch, as a processor guesses badly whether there is one; there is seldom another. */
static inline int64_t place_by(const Guide *guide, double u)
{
    int64_t place = guide->first[(int64_t)(u * (double)guide->parts)];
    place += u >= guide->shares[place];
    while (place < guide->places - 1 && u >= guide->shares[place])
        place++;
    return LESSER(place, guide->places - 1);
}

/* The same place, and how far through it u is, from 0 to 1. */
static inline int64_t place_within(const Guide *guide, double u, double *within)
{
    int64_t place = place_by(guide, u);
    double before = place ? guide->shares[place - 1] : 0.0;
    double part = (u - before) / (guide->shares[place] - before);
    *within = part < 1.0 ? part : 1.0;
    return place;
}

static inline int same_person(const Person *a, const Person *b)
{
    return a->time == b->time && a->key == b->key && a->home == b->home && a->class_ == b->class_ &&
           a->displaced == b->displaced && a->own == b->own;
}

static inline double end_of_day(const Run *run) { return (double)(run->day + 1) * run->network->day; }

/* Where the day stands among the days of the run. */
static inline int64_t row(const Run *run) { return run->day - run->network->first_day; }

/* people.c */
Person *one_more(Run *run, Crowd *crowd);
void push(Run *run, Crowd *crowd, const Person *person);
void send_on(Run *run, const Onward *onward, int lane, double time, const Person *person);
int send_counted(Run *run, const Onward *onward, const people n);
void send_diverted(Run *run, const Onward *onward, int lane, const Person *person);
int start_homes(Run *run, int64_t index);
void free_homes(Run *run, int64_t index);
int start_guide(Guide *guide, const double *shares, int64_t places);
void open_backs(Run *run, const Clinic *clinic);
void close_backs(Run *run);

/* clinic.c */
int ring_room(Run *run, Ring *ring, int64_t top);
void count_still_there(ClassState *state);
int start_clinic(Run *run, int64_t index);
void work_clinic(Run *run, int64_t index);
void free_clinic(Run *run, int64_t index);
void free_chances(Chances *chances);

/* arrivals.c */
int scratch_room(Run *run, int64_t need);
void gather_own(Run *run, const Stream *stream, const double *others, int lane, uint64_t stem, uint64_t word,
                const Person *like, Crowd *later);
void gather_sent(Run *run, Crowd *inbox, uint8_t arm);
void lay_buckets(const int32_t *restrict places, int64_t n, int64_t *restrict begins, int64_t buckets);
void sort_arrivals(Run *run);
int comes_before(const Person *a, const Person *b);
void keep_coming(Run *run, Coming *coming, const double *service, const double *patience);
void insert_coming(Run *run, Coming *coming, int64_t next, Person person, double service, double patience);
void free_coming(Coming *coming);

/* site.c */
int start_site(Run *run, int64_t index);
void work_site(Run *run, int64_t index, int lane);
void finish_site(Run *run, int64_t index, int lane);
void tell_window(Run *run, int64_t index, int lane);
void free_site(Run *run, int64_t index);
void turn_calendar(const Site *site, SiteState *state, int lane);
void serve_on(Run *run, SiteState *state, const Staying *one);
Staying next_in_service(const SiteState *state, int64_t *slot);

/* service.c */
int goes_by_person(const Network *network, int64_t index);
int works_alone(const Network *network, int64_t index);
void go_on_serving(Run *run, SiteState *state, const Staying *one);
void hold_one_more(Run *run, SiteState *state, double end);

/* alone.c */
void work_alone(Run *run, int64_t index, int lane);
void work_in_both(Run *run, Run *second, int64_t index, int lane);

/* ward.c */
int start_ward(Run *run, int64_t index);
void finish_ward(Run *run, int64_t index, int lane);
void free_ward(Run *run, int64_t index);

/* group.c */
void work_group(Run *run, int64_t index, int lane);

/* list.c */
void start_list(Run *run, int64_t index);
void work_list(Run *run, int64_t index);

/* state.c */
void resume(Run *run, const uint8_t *state, int64_t size);
void keep(Run *run);

/* Note that people were lost or found out of nothing; it stops the run. */
void imbalance(Run *run, int64_t station, int64_t class_, int lane, int64_t gap);

/* A row of numbers by day, or by week. */
static inline const double *given_on(const Daily *daily, int64_t day)
{
    return daily->days > 1 ? daily->values + day % daily->days * daily->lanes : daily->values;
}

static inline void daily_row(const Daily *daily, int64_t day, reals row)
{
    const double *given = given_on(daily, day);
    if (daily->lanes == LANES)
        memcpy(row, given, sizeof(reals));
    else
        EACH row[l] = given[LESSER(l, daily->lanes - 1)];
}

static inline int64_t *tally(int64_t *counts, int64_t block, int64_t field)
{
    return counts + (block + field) * LANES;
}

#endif
