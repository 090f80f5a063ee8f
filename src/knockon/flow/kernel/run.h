/* The state of a run: what changes from day to day. */
#ifndef KNOCKON_RUN_H
#define KNOCKON_RUN_H

#include "flow.h"
#include "lanes.h"

typedef struct { /* somebody on the way to a site or at one */
    double time; /* of arrival at the site */
    uint64_t key;
    int32_t home; /* -1 none; -2 - s: still to be drawn, an own arrival of site s */
    uint8_t class_, displaced, own;
} Person;

typedef struct {
    Person *people;
    int64_t count, room;
} Crowd;

typedef struct { /* people by age in days; ages above top are empty */
    people *age;
    int64_t room, top;
} Ring;

typedef struct {
    Chance *inside, *onward;
} ChainChances;

typedef struct {
    Ring waiting, retrying;
    people due, coming, sent; /* follow-ups for the next open day; today's; people sent on to here */
    people joining;
    Chance leaving;
    ChainChances over_cap, over_cap_rest, unseen, left_list;
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

/* Ends of service in groups, each with its earliest, so that the next is found by two short
 * scans. Times are kept as the bits of their doubles: for positive numbers the order is the same,
 * and whole numbers are compared in vectors. */
#define GROUP 16
typedef struct {
    int64_t *ends, *earliest; /* by slot; by group */
    int64_t groups, groups_room, next;
} Endings;

typedef struct {
    Person person;
    double start;
} Served;

typedef struct { /* one site in one lane */
    Crowd inbox;
    Queue *queues;
    Endings endings;
    Served *served; /* by slot */
    int64_t *free_slots, n_free, busy;
    int64_t servers, next_change;
    double next_change_at;
    int64_t *present;             /* by class, counted in and out */
    int32_t (*today)[S_FIELDS];   /* by class */
} SiteState;

typedef struct { /* somebody coming back, when a home takes back only so many */
    double time;
    uint64_t key;
    int32_t home, displaced;
    int64_t next; /* of the same home, while the day is closed */
} Returner;

typedef struct {
    Returner *people;
    int64_t count, room;
    int32_t *left;  /* [homes][LANES]: how many more may come before the next open day */
    int32_t *today; /* [homes][LANES]: how many come today */
} BackState;

typedef struct {
    const Network *network;
    Counts *counts;
    words lane;
    int64_t day;
    int64_t error;
    ClinicState *clinics;
    SiteState *sites; /* [site][LANES] */
    BackState *backs; /* [back][LANES] of people; left is shared */
    Crowd arriving, sorting;
    int64_t *buckets, buckets_room;
    double *luck, *times, *service, *patience; /* scratch, by candidate or arrival */
    uint64_t *keys;
    int32_t *places;
    int64_t scratch_room;
    Ring splitting, leaving;
} Run;

/* Make room for `need` items, doubling; 0 and run->error when memory is short. */
int make_room(Run *run, void **items, int64_t *room, int64_t need, int64_t size);

/* people.c */
void push(Run *run, Crowd *crowd, Person person);
void send_on(Run *run, const Onward *onward, int lane, double time, Person person);
void send_diverted(Run *run, const Onward *onward, int lane, Person person);
void open_backs(Run *run, const Clinic *clinic);
void close_backs(Run *run);

/* clinic.c */
int start_clinic(Run *run, int64_t index);
void work_clinic(Run *run, int64_t index);
void end_clinic_day(Run *run, int64_t index);
void free_clinic(Run *run, int64_t index);

/* site.c */
int start_site(Run *run, int64_t index);
void work_site(Run *run, int64_t index, int lane);
void finish_site(Run *run, int64_t index, int lane);
void free_site(Run *run, int64_t index);

static inline int64_t *tally(int64_t *counts, int64_t block, int64_t field)
{
    return counts + (block + field) * LANES;
}

#endif
