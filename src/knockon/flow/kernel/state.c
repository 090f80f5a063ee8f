/* The state of a run, kept at the end of its last day so that another run goes on from it.
 *
 * One pass over everything that lasts from day to day, which writes or reads, so that the two cannot
 * differ. The bytes are this kernel's own: every build of it lays them out alike. They hold people and
 * nothing that follows from them, and whatever is read is looked at before anything is done with it: it
 * may be damaged, or of a network in which somebody would have nowhere to go. */
#include "beds.h"
#include "desk.h"

/* Removals an age of a list may be due, or have had too many of: parts of a person, each carried on. */
#define MOST_DUE 1000.0

typedef struct {
    Run *run;
    int reading;
    uint8_t *bytes;
    int64_t at, size; /* size: what there is to read, or the room to write in */
    uint8_t *homed;   /* by site: see mark_homed */
} Tape;

static void item(Tape *tape, void *data, int64_t size)
{
    Run *run = tape->run;
    if (run->error != ALL_WELL)
        return;
    if (tape->reading && size > tape->size - tape->at) {
        run->error = OTHER_STATE;
        return;
    }
    if (!tape->reading && !make_room(run, (void **)&tape->bytes, &tape->size, tape->at + size, 1))
        return;
    if (size)
        memcpy(tape->reading ? data : tape->bytes + tape->at, tape->reading ? tape->bytes + tape->at : data, (size_t)size);
    tape->at += size;
}

/* Whether something was just read, which is not known yet to be sound. */
static int just_read(const Tape *tape) { return tape->reading && tape->run->error == ALL_WELL; }

/* Bytes may say anything: what is read must be such as a run of this network can come to. */
static int require(Tape *tape, int sound)
{
    if (just_read(tape) && !sound)
        tape->run->error = OTHER_STATE;
    return tape->run->error == ALL_WELL;
}

/* How many items of so many bytes follow: no more than there are bytes for. */
static int counted(Tape *tape, int64_t *count, int64_t size)
{
    item(tape, count, sizeof *count);
    return require(tape, *count >= 0 && *count <= (tape->size - tape->at) / size);
}

/* ---- what is sound ---------------------------------------------------------------------- */

static double now(const Tape *tape) { return (double)tape->run->network->first_day * tape->run->network->day; }

/* Whether somebody sent by a way must have a home: it says where they go, or come back to. */
static int asks_for_home(const Tape *tape, const Way *way)
{
    if (way->kind == TO_SITE)
        return tape->homed[way->index];
    if (way->kind == TO_END)
        return tape->run->network->ends[way->index].back >= 0;
    return way->kind == TO_FAN || way->kind == TO_BACK;
}

/* Mark the sites from which a way leads, sooner or later, where a home is asked for. Ways lead to later
 * sites, so the last is marked first. */
static void mark_homed(Tape *tape)
{
    const Network *network = tape->run->network;
    for (int64_t i = network->n_sites - 1; i >= 0; i--)
        for (int64_t r = 0; r < network->sites[i].n_classes * ROUTES; r++) {
            const Routes *routes = &network->sites[i].classes[r / ROUTES].routes[r % ROUTES];
            for (int64_t j = 0; j < routes->count; j++)
                tape->homed[i] |= (uint8_t)asks_for_home(tape, &network->ways[routes->onward[j].way]);
        }
}

static int sound_home(const Tape *tape, int64_t home, int64_t site)
{
    const Network *network = tape->run->network;
    const int64_t from = -2 - home; /* the site whose own arrival they are, where home is below -1 */
    if (home == -1)
        return !tape->homed[site];
    return home >= 0 ? home < network->homes : from < network->n_sites && network->sites[from].home_lanes > 0;
}

static int sound_person(const Person *person)
{
    return isfinite(person->time) && person->displaced <= 1 && person->own <= 1 && person->arms == NO_ARM;
}

static int sound_at_site(const Tape *tape, const Person *person, int64_t site)
{
    return sound_person(person) && person->class_ < tape->run->network->sites[site].n_classes &&
           sound_home(tape, person->home, site);
}

static int sound_waiter(const Tape *tape, const Waiter *waiter, int64_t site, int64_t class_)
{
    return sound_at_site(tape, &waiter->person, site) && waiter->person.class_ == class_ &&
           waiter->person.time < now(tape) && waiter->deadline >= now(tape) && waiter->service >= 0.0 &&
           isfinite(waiter->service);
}

static int sound_staying(const Tape *tape, const Staying *one, int64_t site)
{
    return sound_at_site(tape, &one->person, site) && one->person.time <= one->start && one->start < now(tape) &&
           one->end >= now(tape) && isfinite(one->end);
}

/* Whether a site's people board for a ward, here and now. */
static int boards_for(const Network *network, int64_t site, int64_t ward)
{
    for (int64_t g = 0; g < network->n_groups; g++) {
        const Group *group = &network->groups[g];
        int found = 0;
        for (int64_t i = 0; i < group->n_sites; i++)
            found |= group->sites[i] == site;
        for (int64_t i = 0; i < group->n_wards; i++)
            if (group->wards[i] == ward)
                return found;
    }
    return 0;
}

static int sound_hopeful(const Tape *tape, const Hopeful *one, int64_t ward)
{
    if (!sound_person(&one->person) || !(one->since < now(tape)) || !isfinite(one->since))
        return 0;
    if (one->site == -1)
        return one->start == 0.0;
    return one->site >= 0 && one->site < tape->run->network->n_sites &&
           boards_for(tape->run->network, one->site, ward) && sound_at_site(tape, &one->person, one->site) &&
           one->person.time <= one->start && one->start <= one->since;
}

/* Add rows of people to sums by lane; 0 where one is below none, or their sum more than can be counted with
 * another day's. */
static int sound_people(people *rows, int64_t n, int64_t *sums)
{
    int sound = 1;
    for (int64_t i = 0; i < n; i++)
        EACH
        {
            sums[l] += rows[i][l];
            sound &= rows[i][l] >= 0 && sums[l] <= INT32_MAX / 2;
        }
    return sound;
}

/* ---- everybody, place by place ---------------------------------------------------------- */

static void crowd_of(Tape *tape, Crowd *crowd)
{
    int64_t n = crowd->count;
    if (!counted(tape, &n, sizeof(Person)) ||
        !make_room(tape->run, (void **)&crowd->people, &crowd->room, n + 1, sizeof(Person)))
        return;
    crowd->count = n;
    item(tape, crowd->people, n * (int64_t)sizeof(Person));
    for (int64_t i = 0; i < n; i++)
        require(tape, sound_person(&crowd->people[i]) && crowd->people[i].time >= now(tape));
}

static void ring_of(Tape *tape, Ring *ring, int64_t *sums)
{
    int64_t ages = ring->top + 1;
    if (!counted(tape, &ages, sizeof(people)) || !require(tape, ages <= AGES) || !ring_room(tape->run, ring, ages))
        return;
    for (int64_t a = ages; a <= ring->top; a++)
        memset(ring->age[a], 0, sizeof(people));
    ring->top = ages - 1;
    item(tape, ring->age, ages * (int64_t)sizeof(people));
    require(tape, sound_people(ring->age, ages, sums));
}

static void clinic_of(Tape *tape, int64_t index)
{
    for (int64_t k = 0; k < tape->run->network->clinics[index].n_classes; k++) {
        ClassState *state = &tape->run->clinics[index].classes[k];
        int64_t sums[LANES] = {0};
        ring_of(tape, &state->waiting, sums);
        ring_of(tape, &state->retrying, sums);
        item(tape, state->due, sizeof(people));
        item(tape, state->sent, sizeof(people));
        if (require(tape, sound_people(&state->due, 1, sums) && sound_people(&state->sent, 1, sums)))
            count_still_there(state);
    }
}

/* At the end of a day all who leave on it are gone. */
static void in_bed_of(Tape *tape, WardState *state)
{
    int64_t n = state->n_until;
    if (!counted(tape, &n, sizeof(double)) ||
        !make_room(tape->run, (void **)&state->until, &state->until_room, n + 1, sizeof(double)))
        return;
    state->n_until = n;
    item(tape, state->until, n * (int64_t)sizeof(double));
    item(tape, &state->staying, sizeof(int64_t));
    for (int64_t i = 0; i < n; i++)
        require(tape, state->until[i] >= now(tape) && isfinite(state->until[i]));
    if (require(tape, state->staying >= 0 && state->staying <= INT32_MAX / 2))
        state->in_bed = n + state->staying;
}

static void queue_of(Tape *tape, int64_t site, int64_t class_, SiteState *state)
{
    Queue *queue = &state->queues[class_];
    int64_t n = (int64_t)queue->count;
    if (!counted(tape, &n, sizeof(Waiter)))
        return;
    for (int64_t i = 0; i < n; i++) {
        Waiter waiter;
        if (!tape->reading)
            waiter = *waiter_in(queue, (uint64_t)i);
        item(tape, &waiter, sizeof waiter);
        if (!just_read(tape) || !require(tape, sound_waiter(tape, &waiter, site, class_)))
            continue;
        join_queue(tape->run, queue, &waiter.person, waiter.deadline, waiter.service);
        state->present[class_]++;
    }
}

/* Who is in service, whichever way the day of the site is worked. */
static void staying_of(Tape *tape, int64_t site, SiteState *state)
{
    int64_t n = state->endings.busy + state->n_staying, at = 0;
    if (!counted(tape, &n, sizeof(Staying)))
        return;
    for (int64_t i = 0; i < n; i++) {
        Staying one;
        if (!tape->reading)
            one = state->by_person ? state->staying[i] : next_in_service(state, &at);
        item(tape, &one, sizeof one);
        if (!just_read(tape) || !require(tape, sound_staying(tape, &one, site)))
            continue;
        (state->by_person ? go_on_serving : serve_on)(tape->run, state, &one);
        state->present[one.person.class_]++;
    }
}

static void site_of(Tape *tape, int64_t index, int lane)
{
    const Site *site = &tape->run->network->sites[index];
    SiteState *state = &tape->run->sites[index * LANES + lane];
    crowd_of(tape, &state->inbox);
    for (int64_t i = 0; i < state->inbox.count; i++)
        require(tape, sound_at_site(tape, &state->inbox.people[i], index));
    for (int64_t k = 0; k < site->n_classes; k++)
        queue_of(tape, index, k, state);
    staying_of(tape, index, state);
}

/* Which of the calendar's changes is next follows from the day. */
static void turn_calendar_to_now(const Tape *tape, int64_t index, int lane)
{
    const Site *site = &tape->run->network->sites[index];
    SiteState *state = &tape->run->sites[index * LANES + lane];
    while (state->next_change_at < now(tape))
        turn_calendar(site, state, lane);
}

/* Somebody of a kept state boards: they are at their site, and hold a server there. */
static void board_on(Tape *tape, const Hopeful *one, int lane)
{
    SiteState *state = &tape->run->sites[one->site * LANES + lane];
    state->boarding++;
    state->boarders[one->person.class_]++;
    state->present[one->person.class_]++;
    if (state->by_person)
        hold_one_more(tape->run, state, INFINITY);
}

static void hopefuls_of(Tape *tape, int64_t index, int lane)
{
    WardState *state = &tape->run->wards[index * LANES + lane];
    int64_t n = state->count - state->first;
    if (!counted(tape, &n, sizeof(Hopeful)) ||
        !make_room(tape->run, (void **)&state->hopefuls, &state->room, state->first + n + 1, sizeof(Hopeful)))
        return;
    state->count = state->first + n;
    item(tape, state->hopefuls + state->first, n * (int64_t)sizeof(Hopeful));
    for (int64_t i = 0; i < n && just_read(tape); i++) {
        const Hopeful *one = &state->hopefuls[i];
        int in_order = i == 0 || state->hopefuls[i - 1].since <= one->since;
        if (require(tape, in_order && sound_hopeful(tape, one, index)) && one->site >= 0)
            board_on(tape, one, lane);
    }
}

static void ward_of(Tape *tape, int64_t index, int lane)
{
    WardState *state = &tape->run->wards[index * LANES + lane];
    crowd_of(tape, &state->inbox);
    hopefuls_of(tape, index, lane);
    in_bed_of(tape, state);
    if (just_read(tape))
        note_stays(tape->run, index, lane);
}

static void list_of(Tape *tape, ListState *state)
{
    int64_t sums[LANES] = {0};
    item(tape, state, sizeof *state);
    require(tape, sound_people(state->age, WEEKS, sums) && sound_people(&state->sent, 1, sums));
    for (int64_t a = 0; a < WEEKS; a++)
        EACH require(tape, fabs(state->due[a][l]) <= MOST_DUE);
}

static void back_of(Tape *tape, BackState *state)
{
    const int64_t homes = tape->run->network->homes;
    item(tape, state->left, homes * (int64_t)sizeof(people));
    for (int64_t h = 0; h < homes; h++)
        EACH require(tape, state->left[h][l] >= 0);
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
                turn_calendar_to_now(tape, i, lane);
        }
        for (int64_t i = 0; i < network->n_wards; i++)
            ward_of(tape, i, lane);
    }
    for (int64_t i = 0; i < network->n_lists; i++)
        list_of(tape, &run->lists[i]);
    for (int64_t b = 0; b < network->n_backs; b++)
        if (network->backs[b].limit)
            back_of(tape, &run->backs[b * LANES]);
}

void resume(Run *run, const uint8_t *state, int64_t size)
{
    Tape tape = {.run = run, .reading = 1, .bytes = (uint8_t *)(uintptr_t)state, .size = size};
    tape.homed = calloc((size_t)run->network->n_sites + 1, 1);
    if (!tape.homed) {
        run->error = NO_MEMORY;
        return;
    }
    mark_homed(&tape);
    everything(&tape);
    require(&tape, tape.at == size);
    free(tape.homed);
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
