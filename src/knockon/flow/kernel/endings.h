/* Ends of service in bunches, each with its earliest, so that the next is found by two short scans.
 * Times are kept as the bits of their doubles: for positive numbers the order is the same, and whole
 * numbers are compared in vectors. */
#ifndef KNOCKON_ENDINGS_H
#define KNOCKON_ENDINGS_H

#include <stdlib.h>

#include "run.h"

static inline int64_t as_bits(double time)
{
    int64_t bits;
    memcpy(&bits, &time, sizeof bits);
    return bits;
}

static inline double as_time(int64_t bits)
{
    double time;
    memcpy(&time, &bits, sizeof time);
    return time;
}

/* The earliest of so many but for one place. The place is left out here rather than overwritten
 * before, as a vector cannot be read at once from where a single number was just written. */
static inline int64_t earliest_without(const int64_t *ends, int64_t count, int64_t place)
{
    const int64_t never = as_bits(INFINITY);
    int64_t first = never;
    for (int64_t i = 0; i < count; i++) {
        int64_t end = i == place ? never : ends[i];
        first = LESSER(end, first);
    }
    return first;
}

/* The first place that holds an end, as one must. */
static inline int64_t place_of_end(const int64_t *ends, int64_t wanted)
{
    int64_t place = 0;
    while (ends[place] != wanted)
        place++;
    return place;
}

static inline int more_slots(Run *run, Endings *endings) /* one bunch more; its lowest slot is used first */
{
    int64_t slots = endings->bunches * BUNCH, need = slots + BUNCH, room;
    if (endings->bunches == endings->room) {
        int64_t bunches = slots;
        int made = (room = slots, make_room(run, (void **)&endings->ends, &room, need, sizeof(int64_t)));
        made = made && (room = slots, make_room(run, (void **)&endings->free_slots, &room, need, sizeof(int64_t)));
        made = made && make_room(run, (void **)&endings->earliest, &bunches, need, sizeof(int64_t));
        if (!made)
            return 0;
        endings->room = room / BUNCH;
    }
    for (int64_t i = 0; i < BUNCH; i++) {
        endings->ends[slots + i] = as_bits(INFINITY);
        endings->free_slots[endings->n_free++] = slots + BUNCH - 1 - i;
    }
    endings->earliest[endings->bunches++] = as_bits(INFINITY);
    return 1;
}

/* Use a free slot, of which there must be one, until `end`. */
static inline int64_t add_ending(Endings *endings, double end)
{
    int64_t slot = endings->free_slots[--endings->n_free], bits = as_bits(end);
    int64_t *earliest = &endings->earliest[slot / BUNCH];
    endings->ends[slot] = bits;
    *earliest = LESSER(bits, *earliest);
    endings->next = LESSER(bits, endings->next);
    endings->busy++;
    return slot;
}

static inline int64_t take_ending(Endings *endings) /* the slot whose end is next; it is free again */
{
    int64_t bunch = place_of_end(endings->earliest, endings->next);
    int64_t *ends = endings->ends + bunch * BUNCH;
    int64_t place = place_of_end(ends, endings->next);
    int64_t here = earliest_without(ends, BUNCH, place);
    int64_t elsewhere = earliest_without(endings->earliest, endings->bunches, bunch);
    endings->earliest[bunch] = here;
    ends[place] = as_bits(INFINITY);
    endings->next = LESSER(here, elsewhere);
    endings->busy--;
    endings->free_slots[endings->n_free++] = bunch * BUNCH + place;
    return bunch * BUNCH + place;
}

static inline double next_ending(const Endings *endings) { return as_time(endings->next); }

/* The end at a slot, endless where it is free. */
static inline double ending_at(const Endings *endings, int64_t slot) { return as_time(endings->ends[slot]); }

static inline void free_endings(Endings *endings)
{
    free(endings->ends);
    free(endings->earliest);
    free(endings->free_slots);
}

#endif
