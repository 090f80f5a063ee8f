/* The state of a run, kept at the end of its last day so that another run goes on from it.
 *
 * One pass over everything that lasts from day to day, which writes or reads, so that the two cannot
 * differ. The bytes are this kernel's own: every build of it lays them out alike. */
#include "beds.h"
#include "desk.h"

typedef struct {
    Run *run;
    int reading;
    uint8_t *bytes;
    int64_t at, size; /* size: what there is to read, or the room to write in */
} Tape;

static void item(Tape *tape, void *data, int64_t size)
{
    Run *run = tape->run;
    if (run->error != ALL_WELL)
        return;
    if (tape->reading && tape->at + size > tape->size) {
        run->error = OTHER_STATE;
        return;
    }
    if (!tape->reading && !make_room(run, (void **)&tape->bytes, &tape->size, tape->at + size, 1))
        return;
    if (size)
        memcpy(tape->reading ? data : tape->bytes + tape->at, tape->reading ? tape->bytes + tape->at : data, (size_t)size);
    tape->at += size;
}

/* A count, of which there may be no more than the tape has bytes. */
static int counted(Tape *tape, int64_t *count)
{
    item(tape, count, sizeof *count);
    if (tape->reading && tape->run->error == ALL_WELL && (*count < 0 || *count > tape->size))
        tape->run->error = OTHER_STATE;
    return tape->run->error == ALL_WELL;
}

static void crowd_of(Tape *tape, Crowd *crowd)
{
    int64_t n = crowd->count;
    if (!counted(tape, &n) || !make_room(tape->run, (void **)&crowd->people, &crowd->room, n + 1, sizeof(Person)))
        return;
    crowd->count = n;
    item(tape, crowd->people, n * (int64_t)sizeof(Person));
}

static void ring_of(Tape *tape, Ring *ring)
{
    int64_t ages = ring->top + 1;
    if (!counted(tape, &ages) || !ring_room(tape->run, ring, ages))
        return;
    for (int64_t a = ages; a <= ring->top; a++)
        memset(ring->age[a], 0, sizeof(people));
    ring->top = ages - 1;
    item(tape, ring->age, ages * (int64_t)sizeof(people));
}

static void clinic_of(Tape *tape, int64_t index)
{
    for (int64_t k = 0; k < tape->run->network->clinics[index].n_classes; k++) {
        ClassState *state = &tape->run->clinics[index].classes[k];
        ring_of(tape, &state->waiting);
        ring_of(tape, &state->retrying);
        item(tape, state->due, sizeof(people));
        item(tape, state->sent, sizeof(people));
        count_still_there(state);
    }
}

/* At the end of a day all who leave on it are gone. */
static void in_bed_of(Tape *tape, WardState *state)
{
    int64_t n = state->n_until;
    if (!counted(tape, &n) ||
        !make_room(tape->run, (void **)&state->until, &state->until_room, n + 1, sizeof(double)))
        return;
    state->n_until = n;
    item(tape, state->until, n * (int64_t)sizeof(double));
    item(tape, &state->staying, sizeof(int64_t));
    state->in_bed = n + state->staying;
}

static void queue_of(Tape *tape, Queue *queue)
{
    int64_t n = (int64_t)queue->count;
    if (!counted(tape, &n))
        return;
    for (int64_t i = 0; i < n; i++) {
        Waiter waiter;
        if (!tape->reading)
            waiter = *waiter_in(queue, (uint64_t)i);
        item(tape, &waiter, sizeof waiter);
        if (tape->reading && tape->run->error == ALL_WELL)
            join_queue(tape->run, queue, &waiter.person, waiter.deadline, waiter.service);
    }
}

/* Who is in service, whichever way the day of the site is worked. */
static void staying_of(Tape *tape, SiteState *state)
{
    int64_t n = state->endings.busy + state->n_staying, at = 0;
    if (!counted(tape, &n))
        return;
    for (int64_t i = 0; i < n; i++) {
        Staying one;
        if (!tape->reading)
            one = state->by_person ? state->staying[i] : next_in_service(state, &at);
        item(tape, &one, sizeof one);
        if (tape->reading && tape->run->error == ALL_WELL)
            (state->by_person ? go_on_serving : serve_on)(tape->run, state, &one);
    }
}

static void site_of(Tape *tape, int64_t index, int lane)
{
    const Site *site = &tape->run->network->sites[index];
    SiteState *state = &tape->run->sites[index * LANES + lane];
    crowd_of(tape, &state->inbox);
    for (int64_t k = 0; k < site->n_classes; k++)
        queue_of(tape, &state->queues[k]);
    staying_of(tape, state);
    if (!counted(tape, &state->boarding))
        return;
    for (int64_t i = 0; tape->reading && state->by_person && i < state->boarding; i++)
        hold_one_more(tape->run, state, INFINITY);
    item(tape, state->present, site->n_classes * (int64_t)sizeof(int64_t));
    item(tape, state->boarders, site->n_classes * (int64_t)sizeof(int64_t));
}

/* Which of the calendar's changes is next follows from the day. */
static void turn_calendar_to(Run *run, int64_t index, int lane)
{
    const Site *site = &run->network->sites[index];
    SiteState *state = &run->sites[index * LANES + lane];
    double now = (double)run->network->first_day * run->network->day;
    while (state->next_change_at < now)
        turn_calendar(site, state, lane);
}

static void ward_of(Tape *tape, int64_t index, int lane)
{
    WardState *state = &tape->run->wards[index * LANES + lane];
    int64_t n = state->count - state->first;
    crowd_of(tape, &state->inbox);
    if (!counted(tape, &n) ||
        !make_room(tape->run, (void **)&state->hopefuls, &state->room, state->first + n + 1, sizeof(Hopeful)))
        return;
    state->count = state->first + n;
    item(tape, state->hopefuls + state->first, n * (int64_t)sizeof(Hopeful));
    in_bed_of(tape, state);
    if (tape->reading && tape->run->error == ALL_WELL)
        note_stays(tape->run, index, lane);
}

static void everything(Tape *tape)
{
    Run *run = tape->run;
    const Network *network = run->network;
    for (int64_t i = 0; i < network->n_clinics; i++)
        clinic_of(tape, i);
    for (int lane = 0; lane < network->lanes; lane++) {
        for (int64_t i = 0; i < network->n_sites; i++) {
            site_of(tape, i, lane);
            if (tape->reading)
                turn_calendar_to(run, i, lane);
        }
        for (int64_t i = 0; i < network->n_wards; i++)
            ward_of(tape, i, lane);
    }
    for (int64_t i = 0; i < network->n_lists; i++)
        item(tape, &run->lists[i], sizeof(ListState));
    for (int64_t b = 0; b < network->n_backs; b++)
        if (network->backs[b].limit)
            item(tape, run->backs[b * LANES].left, network->homes * (int64_t)sizeof(people));
}

void resume(Run *run, const uint8_t *state, int64_t size)
{
    Tape tape = {.run = run, .reading = 1, .bytes = (uint8_t *)(uintptr_t)state, .size = size};
    everything(&tape);
    if (run->error == ALL_WELL && tape.at != size)
        run->error = OTHER_STATE;
}

/* The caller hands the bytes back to flow_forget. */
void keep(Run *run)
{
    Tape tape = {.run = run};
    everything(&tape);
    run->counts->state = tape.bytes;
    run->counts->state_size = tape.at;
}

void flow_forget(uint8_t *state) { free(state); }
