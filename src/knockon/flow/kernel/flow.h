/* The engine's network, as the caller lays it out in memory, and what a run counts.
 *
 * Every field of a shared struct is eight bytes wide, so that the caller's mirror of it cannot
 * differ by padding; flow_layout reports the sizes and the caller compares them. Arrays by lane
 * are LANES wide. Absent arrays are null. Nothing here belongs to the kernel: it only reads the
 * network and adds to the counts. */
#ifndef KNOCKON_FLOW_H
#define KNOCKON_FLOW_H

#include <stdint.h>

#define LANES 32
#define AGES 600
#define WEEKS 104       /* ages of a list */
#define MOST_AT_ONCE 16 /* classes of a station, members of a group: the model refuses more */

typedef int32_t people[LANES];
typedef double reals[LANES];
typedef uint64_t words[LANES];

enum { EXPONENTIAL, CONSTANT, LOGNORMAL, ERLANG, UNIFORM, TRIANGULAR };
enum { TO_SITE, TO_CLINIC, TO_FAN, TO_END, TO_BACK, TO_WARD, TO_LIST };
enum { WORK_CLINIC, WORK_SITE, WORK_GROUP, WORK_LIST };
enum { STEP_ABOVE, STEP_JOIN, STEP_RETRY };
enum { NO_ARRIVALS, POISSON_ARRIVALS, FIXED_ARRIVALS };
enum { NO_STREAM, RATES, TIMES };
enum { CLOSING_WAIT, CLOSING_LEAVE, CLOSING_ROUTE };
enum { WHEN_SERVED, WHEN_IMPATIENT, WHEN_FULL, AT_CLOSING, ROUTES };
enum { ALL_WELL, NO_MEMORY, IMBALANCE, OTHER_STATE, TOO_MANY };

/* Fields of the counts, in the order results.py names them. */
enum { C_ARRIVED, C_FOLLOWUPS, C_SERVED, C_ABOVE, C_JOINED, C_JOINED_IN, C_RETRIED, C_DIVERTED,
       C_LEFT, C_LEFT_LIST, C_OVER_CAP, C_WAIT_SUM, C_WAITING_SUM, C_WAITING, C_RETRYING, C_FIELDS };
enum { S_ARRIVED, S_OWN, S_DISPLACED, S_TURNED_AWAY, S_SERVED, S_LEFT, S_WITHIN, S_STARTED_WITHIN, S_PRESENT,
       S_BOARDING, S_FIELDS };
enum { D_ARRIVED, D_BOARDED, D_ADMITTED, D_DISPLACED, D_DISCHARGED, D_OCCUPIED, D_WAITING, D_BOARDING, D_FIELDS };
enum { L_ARRIVED, L_REMOVED, L_TOTAL, L_WITHIN, L_OVER, L_WAITING, L_FIELDS };
enum { E_OWN, E_DISPLACED, E_SENT_BACK, E_FIELDS };
enum { B_RETURNED, B_OVERFLOWED, B_FIELDS };
enum { W_ARRIVED, W_SERVED, W_LEFT, W_TURNED_AWAY, W_STARTED, W_DEPARTED, W_UNSERVED, W_ADMITTED,
       W_DELAYED, W_COUNTS };
enum { W_WAIT, W_STAY, W_UNSERVED_WAIT, W_QUEUE, W_PRESENT, W_BUSY, W_BOARDING, W_SUMS };
enum { FATE_SERVED, FATE_LEFT, FATE_TURNED_AWAY, FATE_PRESENT };
#define CAUSES 3

typedef struct { /* numbers by day, [days][lanes], repeating; lanes it lacks are like the last */
    const double *values;
    int64_t days, lanes;
} Daily;

typedef struct { /* a law of time; kind -1: none */
    int64_t kind;
    const double *a, *b, *c;
} Law;

typedef struct { /* a way onward; shares of a site's routes are cumulative, of a chain conditional */
    int64_t way, tallied, forced; /* tallied: its place among the ways clinics divert to */
    const double *share;
    const int64_t *class_at; /* by station: the class there */
    uint64_t decision, destination;
} Onward;

typedef struct { /* a step that keeps people in the clinic */
    int64_t kind, target;
    const double *share;
    uint64_t decision;
} Inside;

typedef struct {
    int64_t present, keeps_ages, cause;
    uint64_t cause_word;
    int64_t n_inside, n_onward;
    const Inside *inside;
    const Onward *onward;
} Chain;

typedef struct {
    uint64_t stem;
    int64_t arrivals;
    Daily mean;
    int64_t has_slots;
    Daily hold, most;
    const double *leaving;
    const int32_t *start; /* [start_ages][LANES] */
    int64_t start_ages;
    Chain over_cap, over_cap_rest, unseen, left_list; /* absent unseen: they wait */
} ClinicClass;

typedef struct {
    int64_t n_classes, home, backfill;
    uint64_t stem;
    Daily capacity, factor;
    const uint8_t *open;
    int64_t open_days;
    const ClinicClass *classes;
} Clinic;

typedef struct {
    int64_t count;
    const Onward *onward;
} Routes;

typedef struct { /* own arrivals: at a rate by slice of time, or at given times */
    int64_t kind;
    const double *rates; /* [slices][LANES] */
    int64_t slices;
    double width, majorant;
    const double *times;
    int64_t n_times;
} Stream;

typedef struct {
    uint64_t stem;
    Stream stream;
    Law service, patience;
    Routes routes[ROUTES];
} SiteClass;

typedef struct {
    int64_t n_classes, station, capacity, limited;
    double limit;
    int64_t wait_limited;
    double wait_limit;
    int64_t closing;
    int64_t prompt;    /* the impatient may go to a site or ward: in a group, at the moment they do */
    int64_t n_changes; /* 0: unlimited servers */
    const double *changes;
    double period;
    const int64_t *servers; /* [changes][LANES] */
    int64_t home_lanes;     /* 1 or LANES; 0: no homes */
    const double *homes;    /* cumulative, [home_lanes][homes] */
    const double *entry[2]; /* own, displaced: cumulative, [LANES][classes] */
    int64_t n_openings;     /* 0: whoever is sent here comes at once */
    const double *openings; /* [openings][start, end] */
    uint64_t word_arrival, word_care, word_entry, word_onward, word_turned, word_reception;
    const SiteClass *classes;
} Site;

typedef struct { /* beds, shared by the sites whose people board for them */
    uint64_t stem;
    Stream stream;       /* direct arrivals */
    const int64_t *beds; /* [LANES]; null: unlimited */
    int64_t ages;
    const double *staying; /* [ages][LANES]: the share still here after each midnight */
    const double *hazard;  /* [LANES]: of every later midnight */
    int64_t n_hours;       /* slices of the day people leave in; 0: all at midnight */
    const double *hours;   /* cumulative shares of the slices, [LANES][n_hours] */
    const int32_t *start;  /* [start_ages][LANES] */
    int64_t start_ages;
    const uint64_t *start_origins; /* [start_ages] */
    uint64_t word_arrival, word_stay;
} Ward;

typedef struct { /* sites and the wards they board for, worked event by event together */
    int64_t n_sites, n_wards;
    const int64_t *sites, *wards;
    int64_t inward; /* whether anybody goes from a site to a member, other than to board */
} Group;

typedef struct { /* people waiting by whole weeks */
    uint64_t stem;
    int64_t arrivals;
    Daily mean, capacity; /* by week; no capacity: unlimited */
    const double *hazard; /* [WEEKS][LANES] */
    int64_t within, over; /* ages below the one, and from the other on, are counted apart */
    const int32_t *start; /* [start_ages][LANES] */
    int64_t start_ages;
} List;

typedef struct { /* anything people can be sent to */
    int64_t kind, index;
    int64_t bands; /* hours of people diverted here */
    const double *band_start, *band_end, *band_share;
    uint64_t word;
} Way;

typedef struct {
    int64_t n_sites, lanes;
    const int64_t *sites;
    const double *shares; /* cumulative, [homes][sites][lanes] */
    uint64_t word;
} Fan;

typedef struct {
    int64_t back; /* index of a back, -1 none */
    const double *share;
    uint64_t word;
} End;

typedef struct {
    const double *limit; /* [homes][LANES] */
    int64_t overflow;    /* index of an end, -1 none */
    const int64_t *clinic_of, *class_of;
    const uint64_t *stem_of;
} Back;

typedef struct {
    int64_t first_day, days, lanes, homes, week;
    double day;
    int64_t n_works, n_clinics, n_sites, n_wards, n_groups, n_lists;
    int64_t n_ways, n_diverted_ways, n_fans, n_ends, n_backs;
    int64_t clinic_classes, site_classes; /* the most of a clinic, and of a site */
    const int64_t *work_kind, *work_index; /* what is worked in a day, in order */
    const Clinic *clinics;
    const Site *sites;
    const Ward *wards;
    const Group *groups;
    const List *lists;
    const Way *ways;
    const Fan *fans;
    const End *ends;
    const Back *backs;
    const uint64_t *lane_words;
    const int64_t *bins;          /* by day of the run; -1: not counted */
    const int64_t *diverted_bins; /* by bin: that of people diverted by their ways; -1: not counted */
    uint64_t d_arrivals, d_slots, d_capacity, d_leaving, d_candidates, d_limit, d_removals;
    uint64_t cause_own, no_destination;
    int64_t windowed;
    double window_start, window_end;
    int64_t n_moments;
    const double *moments;
} Network;

typedef struct { /* one person's passage through one site */
    int64_t site, class_, lane, fate;
    double arrival, start, end;
} Passage;

typedef struct {
    int32_t *clinics, *empty, *diverted, *sites, *wards; /* narrower than the rest, as there are many */
    int64_t *lists, *ends, *backs;
    int64_t *window_counts;
    double *window_sums;
    int64_t *present_at;
    double *occupied;     /* person-time in each ward's beds in the window */
    int64_t *admitted;    /* into each ward in the window */
    int64_t *occupied_at; /* in each ward's beds at each moment */
    Passage *passages;
    int64_t passages_room, n_passages;
    int64_t events;
    const uint8_t *start; /* a state to go on from; null: as the network says */
    int64_t start_size;
    int64_t keeps; /* whether the state at the end is wanted */
    uint8_t *state;
    int64_t state_size;
    int64_t bad_station, bad_class, bad_lane, bad_day, bad_gap;
} Counts;

/* Turn n uniforms into times by a law (none: endless), in place. */
void durations(const Law *law, int lane, int64_t n, double *times);

#define SHOWN __attribute__((visibility("default"))) /* everything else stays in the library */
SHOWN int64_t flow_run(const Network *network, Counts *counts);
SHOWN int64_t flow_run_both(const Network *const *networks, Counts *const *counts, uint8_t *alike,
                            int64_t *arm);
SHOWN int64_t flow_layout(int64_t which);
SHOWN void flow_prepare(void);
SHOWN void flow_forget(uint8_t *state);
SHOWN double flow_quantile(int64_t which, double n, double p, double u);

#endif
