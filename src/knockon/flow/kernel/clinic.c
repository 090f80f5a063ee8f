/* A clinic's day, for every lane at once. The order of steps is that of reference.py. */
#include <stdlib.h>

#include "run.h"

typedef int64_t sums[LANES];
typedef uint32_t rounds[LANES]; /* sums that may go round past the greatest number to 0 */

/* ---- people by age ---------------------------------------------------------------------- */

/* Zeroes where lines of the processor's memory begin, so that no row of lanes lies across them. */
static void *cleared(size_t size)
{
    size_t whole = (size + LINE - 1) / LINE * LINE;
    void *made = aligned_alloc(LINE, whole);
    return made ? memset(made, 0, whole) : NULL;
}

/* Make room for people of this age, doubling; 0 and run->error when memory is short. */
int ring_room(Run *run, Ring *ring, int64_t top)
{
    if (top < ring->room)
        return 1;
    int64_t room = ring->room ? ring->room : 4;
    while (room <= top)
        room *= 2;
    people *grown = cleared((size_t)room * sizeof(people));
    if (!grown) {
        run->error = NO_MEMORY;
        return 0;
    }
    if (ring->room)
        memcpy(grown, ring->age, (size_t)ring->room * sizeof(people));
    free(ring->age);
    ring->age = grown;
    ring->room = room;
    return 1;
}

static void ring_add(Run *run, Ring *ring, int64_t age, const people n)
{
    if (!ring_room(run, ring, age))
        return;
    EACH ring->age[age][l] += n[l];
    ring->top = GREATER(ring->top, age);
}

static void ring_pour(Run *run, Ring *from, Ring *into, int64_t older)
{
    for (int64_t a = 0; a <= from->top; a++) {
        ring_add(run, into, LESSER(a + older, AGES - 1), from->age[a]);
        memset(from->age[a], 0, sizeof(people));
    }
    from->top = -1;
}

static void ring_grow_older(Run *run, Ring *ring)
{
    int64_t top = ring->top;
    if (top < 0 || !ring_room(run, ring, LESSER(top + 1, AGES - 1)))
        return;
    if (top == AGES - 1) { /* the last age gathers everyone older */
        EACH ring->age[top][l] += ring->age[top - 1][l];
        top -= 2;
    }
    memmove(ring->age + 1, ring->age, (size_t)(top + 1) * sizeof(people));
    memset(ring->age[0], 0, sizeof(people));
    ring->top = LESSER(ring->top + 1, AGES - 1);
}

static void ring_trim(Ring *ring)
{
    while (ring->top >= 0 && !any_people(ring->age[ring->top]))
        ring->top--;
}

static void ring_count(const Ring *ring, people n)
{
    memset(n, 0, sizeof(people));
    for (int64_t a = 0; a <= ring->top; a++)
        EACH n[l] += ring->age[a][l];
}

/* Take the n oldest; add up their ages and keep them in `into`, if given. */
static void take_oldest(Run *run, Ring *ring, const people n, Ring *into, sums ages)
{
    people left;
    memcpy(left, n, sizeof left);
    for (int64_t a = ring->top; a >= 0 && any_people(left); a--) {
        people taken;
        EACH
        {
            taken[l] = LESSER(ring->age[a][l], left[l]);
            ring->age[a][l] -= taken[l];
            left[l] -= taken[l];
        }
        if (a && ages)
            EACH ages[l] += (int64_t)taken[l] * a;
        if (into && any_people(taken))
            ring_add(run, into, a, taken);
    }
    ring_trim(ring);
}

/* Take m of the n, an equal chance each: a systematic sample down the ages from the oldest. */
static void take_evenly(Run *run, Ring *ring, const people n, const people m, const bits luck, Ring *into)
{
    reals passed, chosen, all, wanted, v;
    EACH
    {
        v[l] = unit(luck[l]);
        passed[l] = chosen[l] = 0.0;
        all[l] = n[l] ? (double)n[l] : 1.0;
        wanted[l] = (double)m[l];
    }
    for (int64_t a = ring->top; a >= 0; a--) {
        people taken;
        EACH
        {
            passed[l] += (double)ring->age[a][l];
            double so_far = floor(passed[l] * wanted[l] / all[l] + v[l]);
            taken[l] = (int32_t)(so_far - chosen[l]);
            chosen[l] = so_far;
            ring->age[a][l] -= taken[l];
        }
        if (into && any_people(taken))
            ring_add(run, into, a, taken);
    }
    ring_trim(ring);
}

/* ---- numbers of the day ----------------------------------------------------------------- */

static void whole_row(const Daily *daily, int64_t day, const reals factor, const reals u, people n)
{
    const double most = 1 << 30;
    reals row;
    if (isinf(given_on(daily, day)[0]) && daily->lanes == 1) {
        EACH n[l] = 1 << 30;
        return;
    }
    daily_row(daily, day, row);
    EACH
    {
        double x = floor(row[l] * factor[l] + u[l]);
        n[l] = (int32_t)(x < most ? x : most);
    }
}

typedef struct {
    people hold[MOST_AT_ONCE], most[MOST_AT_ONCE], total;
} Offer;

static void make_offer(Run *run, const Clinic *clinic, const reals factor, Offer *offer)
{
    const Network *network = run->network;
    reals u;
    memset(offer->total, 0, sizeof(people));
    for (int64_t k = 0; k < clinic->n_classes; k++) {
        const ClinicClass *class_ = &clinic->classes[k];
        if (!class_->has_slots) {
            EACH offer->hold[k][l] = 0, offer->most[k][l] = 1 << 30;
            continue;
        }
        uniforms(run->lane, mix(cell_of(class_->stem, run->day) ^ network->d_slots), u);
        whole_row(&class_->most, run->day, factor, u, offer->most[k]);
#ifdef WRONG_QUOTA
        memcpy(offer->hold[k], offer->most[k], sizeof(people));
#else
        if (class_->hold.values == class_->most.values && class_->hold.days == class_->most.days)
            memcpy(offer->hold[k], offer->most[k], sizeof(people));
        else
            whole_row(&class_->hold, run->day, factor, u, offer->hold[k]);
#endif
        EACH offer->total[l] += offer->hold[k][l];
    }
    if (!clinic->capacity.values)
        return;
    uniforms(run->lane, mix(cell_of(clinic->stem, run->day) ^ network->d_capacity), u);
    whole_row(&clinic->capacity, run->day, factor, u, offer->total);
}

/* How many of each class are seen: held slots first, then what is shared, in order of class. */
static void allot(const Clinic *clinic, Offer *offer, people *asking, people *seen)
{
    people shared;
    memcpy(shared, offer->total, sizeof shared);
    for (int64_t k = 0; k < clinic->n_classes; k++)
        EACH
        {
            offer->hold[k][l] = LESSER(offer->hold[k][l], shared[l]);
            shared[l] -= offer->hold[k][l];
        }
    for (int64_t k = 0; k < clinic->n_classes; k++)
        EACH
        {
            int32_t kept = LESSER(asking[k][l], LESSER(offer->hold[k][l], offer->most[k][l]));
            int32_t extra = LESSER(asking[k][l] - kept, LESSER(shared[l], offer->most[k][l] - kept));
            seen[k][l] = kept + extra;
            shared[l] -= extra;
            shared[l] += clinic->backfill ? offer->hold[k][l] - kept : 0;
        }
}

/* ---- counting and splitting ------------------------------------------------------------- */

typedef struct {
    Run *run;
    const Clinic *clinic;
    ClinicState *state;
    int64_t index, k;
    uint32_t lanes; /* that are run, a bit each */
    uint64_t cell;
    people *counts;   /* of its bin, [class][field]; null: a day that is not counted */
    people *diverted; /* of its bin, [class][cause][way]; null: not counted */
    rounds *balances; /* people in less people out, by class */
    people *joining;  /* by class */
    _Alignas(LINE) people full; /* all bits ever set in a count today */
} Day;

/* Where the clinic's people of a bin are counted, so many rows for each class; null where they are not. */
static people *counts_in(const Day *day, int32_t *counts, int64_t bin, int64_t rows)
{
    const Network *network = day->run->network;
    if (bin < 0)
        return NULL;
    return (people *)counts + (bin * network->n_clinics + day->index) * network->clinic_classes * rows;
}

static void add_to(Day *day, people counts, const people n)
{
    EACH
    {
        counts[l] = (int32_t)((uint32_t)counts[l] + (uint32_t)n[l]);
        day->full[l] |= counts[l];
    }
}

/* A day adds less to a count than it holds, so one too great is below 0; that stops the run. */
static void refuse_full(Day *day)
{
    people gone_round;
    EACH gone_round[l] = day->full[l] < 0;
    if (any_people(gone_round))
        day->run->error = TOO_MANY;
}

static void count_people(Day *day, int64_t k, int64_t field, const people n)
{
    if (day->counts && any_people(n))
        add_to(day, day->counts[k * C_FIELDS + field], n);
}

static void count_in(Day *day, int64_t k, int64_t field, const people n)
{
    if (!any_people(n))
        return;
    EACH day->balances[k][l] += (uint32_t)n[l];
    count_people(day, k, field, n);
}

static void count_out(Day *day, int64_t field, const people n)
{
    if (!any_people(n))
        return;
    EACH day->balances[day->k][l] -= (uint32_t)n[l];
    count_people(day, day->k, field, n);
}

/* Ages add up to more than people do: what a count cannot hold stops the run at once. */
static void count_ages(Day *day, const sums ages)
{
    int64_t any = 0, bits = 0;
    EACH any |= ages[l];
    if (!day->counts || !any)
        return;
    int32_t *counts = day->counts[day->k * C_FIELDS + C_WAIT_SUM];
    EACH
    {
        int64_t sum = counts[l] + ages[l];
        bits |= sum;
        counts[l] = (int32_t)sum;
    }
    if (bits > INT32_MAX)
        day->run->error = TOO_MANY;
}

/* Where whom a chain diverts is counted, by way; null where it is not, or nobody is diverted. */
static people *diverted_by(const Day *day, const Chain *chain)
{
    if (!day->diverted || !chain->n_onward)
        return NULL;
    return day->diverted + (day->k * CAUSES + chain->cause) * day->run->network->n_diverted_ways;
}

/* ---- asking memory ahead ---------------------------------------------------------------- */

static void ask_for(const void *first, size_t size)
{
    for (size_t at = 0; at < size; at += LINE)
        __builtin_prefetch((const char *)first + at);
    __builtin_prefetch((const char *)first + size - 1);
}

static void ask_for_row(const Daily *daily, int64_t day)
{
    if (daily->values)
        ask_for(given_on(daily, day), (size_t)daily->lanes * sizeof(double));
}

/* A day's numbers and counts lie far apart. Asked for together they come while the first class is worked,
 * where each class had waited for its own. */
static void ask_for_day(const Day *day)
{
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        ask_for_row(&day->clinic->classes[k].mean, day->run->day);
        ask_for_row(&day->clinic->classes[k].most, day->run->day);
        if (day->counts)
            ask_for(day->counts[k * C_FIELDS], C_FIELDS * sizeof(people));
    }
}

/* ---- following chains ------------------------------------------------------------------- */

typedef struct { /* who went where by a chain, for the ordinals of those who follow by the same cause */
    const Chain *chain;
    people sent[MOST_AT_ONCE]; /* by way onward */
} Gone;

/* Send n people on, one by one; the first of them follows those of the same origin who are gone. */
static void send_each(Day *day, const Chain *chain, const Onward *onward, const people n, const Gone *gone)
{
    Run *run = day->run;
    people before = {0};
    for (int64_t j = 0; gone && j < gone->chain->n_onward; j++)
        if (gone->chain->onward[j].way == onward->way)
            EACH before[l] += gone->sent[j][l];
    uint64_t origin = mix(mix(day->cell ^ chain->cause_word) + onward->destination);
    for (uint32_t left = lanes_with(n) & day->lanes; left;) {
        const int lane = next_lane(&left);
        uint64_t base = mix(run->lane[lane] ^ origin);
        Person person = {0.0, 0, (int32_t)day->clinic->home, 0, 1, 0};
        for (int32_t i = 1; i <= n[lane]; i++) {
            person.key = mix(base + (uint64_t)(before[lane] + i) * STRIDE);
            send_diverted(run, onward, lane, &person);
        }
    }
}

/* The steps that keep people in the clinic. n becomes those who remain. */
static void follow_inside(Day *day, const Chain *chain, ChainState *state, Ring *from, people n)
{
    Run *run = day->run;
    for (int64_t i = 0; i < chain->n_inside && any_people(n); i++) {
        const Inside *step = &chain->inside[i];
        ClassState *own = &day->state->classes[day->k];
        bits luck, whose;
        people m;
        draw_pair(run->lane, mix(day->cell ^ step->decision), luck, whose);
        binomials(n, state->inside[i], luck, m);
        if (chain->keeps_ages)
            take_evenly(run, from, n, m, whose, step->kind == STEP_RETRY ? &own->retrying : NULL);
        if (step->kind == STEP_JOIN) {
            EACH day->joining[step->target][l] += m[l];
            count_out(day, C_JOINED, m);
        } else if (step->kind == STEP_ABOVE) {
            count_out(day, C_ABOVE, m);
        } else {
            count_people(day, day->k, C_RETRIED, m);
        }
        EACH n[l] -= m[l];
    }
}

/* The destinations; n becomes those who go to none. Whose age matters to nobody later come without a
 * ring they are in. `gone` are those before them by the same cause, `going` remembers these. */
static void follow_onward(Day *day, const Chain *chain, ChainState *state, Ring *from, people n, const Gone *gone,
                          Gone *going)
{
    Run *run = day->run;
    people diverted, *counts = diverted_by(day, chain);
    memcpy(diverted, n, sizeof diverted);
    if (counts)
        ask_for(counts, (size_t)run->network->n_diverted_ways * sizeof(people));
    for (int64_t i = 0; i < chain->n_onward; i++) {
        const Onward *onward = &chain->onward[i];
        bits luck, whose;
        people m = {0};
        if (!state->onward[i]->none && any_people(n)) {
            draw_pair(run->lane, mix(day->cell ^ onward->decision), luck, whose);
            binomials(n, state->onward[i], luck, m);
        }
        if (any_people(m)) {
            if (from)
                take_evenly(run, from, n, m, whose, NULL);
            EACH n[l] -= m[l];
            if (counts)
                add_to(day, counts[onward->tallied], m);
            if (!send_counted(run, onward, m))
                send_each(day, chain, onward, m, gone);
        }
        if (going)
            memcpy(going->sent[i], m, sizeof m);
    }
    EACH diverted[l] -= n[l];
    count_out(day, C_DIVERTED, diverted);
}

static void settle_over_cap(Day *day, const ClinicClass *class_, ClassState *state, const people over)
{
    Run *run = day->run;
    people n;
    Gone gone = {.chain = &class_->over_cap};
    memcpy(n, over, sizeof n);
    run->splitting.top = -1;
    take_oldest(run, &state->waiting, over, &run->splitting, NULL);
    if (class_->over_cap.present) {
        follow_inside(day, &class_->over_cap, &state->over_cap, &run->splitting, n);
        follow_onward(day, &class_->over_cap, &state->over_cap, class_->over_cap.keeps_ages ? &run->splitting : NULL,
                      n, NULL, &gone);
    }
    if (class_->unseen.present) {
        follow_inside(day, &class_->over_cap_rest, &state->over_cap_rest, &run->splitting, n);
        follow_onward(day, &class_->over_cap_rest, &state->over_cap_rest, NULL, n, &gone, NULL);
        count_out(day, C_LEFT, n);
    } else {
        ring_pour(run, &run->splitting, &state->waiting, 0);
    }
    for (int64_t a = 0; a <= run->splitting.top; a++)
        memset(run->splitting.age[a], 0, sizeof(people));
}

static void settle_unseen(Day *day, const ClinicClass *class_, ClassState *state)
{
    people n;
    if (!class_->unseen.present)
        return;
    ring_count(&state->waiting, n);
    follow_inside(day, &class_->unseen, &state->unseen, &state->waiting, n);
    follow_onward(day, &class_->unseen, &state->unseen, NULL, n, NULL, NULL);
    count_out(day, C_LEFT, n);
    for (int64_t a = 0; a <= state->waiting.top; a++)
        memset(state->waiting.age[a], 0, sizeof(people));
    state->waiting.top = -1;
}

static void settle_leaving(Day *day, const ClinicClass *class_, ClassState *state)
{
    Run *run = day->run;
    people n, m;
    bits luck, whose;
    if (!class_->leaving)
        return;
    ring_count(&state->waiting, n);
    if (!any_people(n))
        return;
    draw_pair(run->lane, mix(day->cell ^ run->network->d_leaving), luck, whose);
    binomials(n, state->leaving, luck, m);
    run->leaving.top = -1;
    take_evenly(run, &state->waiting, n, m, whose, class_->left_list.keeps_ages ? &run->leaving : NULL);
    count_people(day, day->k, C_LEFT_LIST, m);
    if (class_->left_list.present) {
        follow_inside(day, &class_->left_list, &state->left_list, &run->leaving, m);
        follow_onward(day, &class_->left_list, &state->left_list, NULL, m, NULL, NULL);
    }
    count_out(day, C_LEFT, m);
    for (int64_t a = 0; a <= run->leaving.top; a++)
        memset(run->leaving.age[a], 0, sizeof(people));
}

/* ---- the day ---------------------------------------------------------------------------- */

static void at_class(Day *day, int64_t k)
{
    day->k = k;
    day->cell = cell_of(day->clinic->classes[k].stem, day->run->day);
}

/* Most are zero already: to look is less than to write. */
static void forget(people n)
{
    if (any_people(n))
        memset(n, 0, sizeof(people));
}

static void gather(Day *day, people *asking)
{
    Run *run = day->run;
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        const ClinicClass *class_ = &day->clinic->classes[k];
        ClassState *state = &day->state->classes[k];
        people there, fresh = {0};
        at_class(day, k);
        EACH there[l] = state->still_waiting[l] + state->still_retrying[l];
        memcpy(day->balances[k], there, sizeof there);
        ring_grow_older(run, &state->waiting);
        ring_pour(run, &state->retrying, &state->waiting, 1);
        if (class_->arrivals != NO_ARRIVALS) {
            reals mean;
            bits luck;
            draw(run->lane, mix(day->cell ^ run->network->d_arrivals), luck);
            daily_row(&class_->mean, run->day, mean);
            if (class_->arrivals == POISSON_ARRIVALS)
                poissons(mean, luck, fresh);
            else
                EACH fresh[l] = (int32_t)floor(mean[l] + unit(luck[l]));
        }
        EACH fresh[l] += state->sent[l];
        count_in(day, k, C_ARRIVED, fresh);
        count_in(day, k, C_FOLLOWUPS, state->due);
        EACH fresh[l] += state->due[l];
        forget(state->sent);
        forget(state->due);
        ring_add(run, &state->waiting, 0, fresh);
        EACH asking[k][l] = there[l] + fresh[l];
    }
}

static void serve(Day *day, people *asking)
{
    Run *run = day->run;
    const Clinic *clinic = day->clinic;
    Offer offer;
    reals factor;
    people seen[MOST_AT_ONCE], ordinary[MOST_AT_ONCE];
    EACH factor[l] = 1.0;
    make_offer(run, clinic, factor, &offer);
    allot(clinic, &offer, asking, ordinary);
    memcpy(seen, ordinary, (size_t)clinic->n_classes * sizeof(people));
    if (clinic->factor.values) {
        daily_row(&clinic->factor, run->day, factor);
        make_offer(run, clinic, factor, &offer);
        allot(clinic, &offer, asking, seen);
    }
    for (int64_t k = 0; k < clinic->n_classes; k++) {
        const ClinicClass *class_ = &clinic->classes[k];
        ClassState *state = &day->state->classes[k];
        people over;
        sums ages = {0};
        at_class(day, k);
        take_oldest(run, &state->waiting, seen[k], NULL, ages);
        count_ages(day, ages);
        count_out(day, C_SERVED, seen[k]);
        EACH over[l] = GREATER(ordinary[k][l] - seen[k][l], 0);
        if (any_people(over)) {
            count_people(day, k, C_OVER_CAP, over);
            settle_over_cap(day, class_, state, over);
        }
        settle_unseen(day, class_, state);
    }
}

static void join_classes(Day *day)
{
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        ClassState *state = &day->state->classes[k];
        if (!any_people(day->joining[k]))
            continue;
        count_in(day, k, C_JOINED_IN, day->joining[k]);
        ring_add(day->run, &state->waiting, 0, day->joining[k]);
        memset(day->joining[k], 0, sizeof(people));
    }
}

/* Nobody comes or goes from here to the next open day, so those who are still there are counted once. */
void count_still_there(ClassState *state)
{
    ring_count(&state->waiting, state->still_waiting);
    ring_count(&state->retrying, state->still_retrying);
}

static void check_balance(Day *day)
{
    Run *run = day->run;
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        ClassState *state = &day->state->classes[k];
        people gap;
        count_still_there(state);
        EACH gap[l] = (int32_t)day->balances[k][l] - state->still_waiting[l] - state->still_retrying[l];
        for (int lane = 0; lane < run->network->lanes && any_people(gap); lane++)
            if (gap[lane])
                imbalance(run, day->index, k, lane, gap[lane]);
    }
}

static int open_today(const Clinic *clinic, int64_t day)
{
    return !clinic->open || clinic->open[day % clinic->open_days];
}

static void work_open(Day *day)
{
    people asking[MOST_AT_ONCE];
    ask_for_day(day);
    gather(day, asking);
    serve(day, asking);
    join_classes(day);
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        at_class(day, k);
        settle_leaving(day, &day->clinic->classes[k], &day->state->classes[k]);
    }
    join_classes(day);
    check_balance(day);
    day->run->counts->events += day->clinic->n_classes * day->run->network->lanes;
}

/* Who is still there when the day ends, open or not; on the last day of its bin also how many they are. */
static void count_the_rest(Day *day, int32_t *empty, int last)
{
    people all = {0};
    for (int64_t k = 0; k < day->clinic->n_classes; k++) {
        const ClassState *state = &day->state->classes[k];
        people *counts = day->counts + k * C_FIELDS;
        count_people(day, k, C_WAITING_SUM, state->still_waiting);
        EACH all[l] += state->still_waiting[l];
        if (!last)
            continue;
        memcpy(counts[C_WAITING], state->still_waiting, sizeof(people));
        memcpy(counts[C_RETRYING], state->still_retrying, sizeof(people));
    }
    EACH empty[l] += all[l] == 0;
}

void work_clinic(Run *run, int64_t index)
{
    const Network *network = run->network;
    const Clinic *clinic = &network->clinics[index];
    const int64_t bin = network->bins[row(run)];
    const int last = row(run) + 1 == network->days || network->bins[row(run) + 1] != bin;
    rounds balances[MOST_AT_ONCE];
    people joining[MOST_AT_ONCE];
    Day day = {.run = run, .clinic = clinic, .state = &run->clinics[index], .index = index,
               .lanes = UINT32_MAX >> (LANES - network->lanes), .balances = balances, .joining = joining};
    day.counts = counts_in(&day, run->counts->clinics, bin, C_FIELDS);
    day.diverted = counts_in(&day, run->counts->diverted, bin < 0 ? bin : network->diverted_bins[bin],
                             CAUSES * network->n_diverted_ways);
    memset(joining, 0, (size_t)clinic->n_classes * sizeof(people));
    if (open_today(clinic, run->day))
        work_open(&day);
    if (!day.counts)
        return;
    count_the_rest(&day, run->counts->empty + (bin * network->n_clinics + index) * LANES, last);
    refuse_full(&day);
}

/* ---- memory ----------------------------------------------------------------------------- */

static int64_t place_of_chance(const Chances *all, const Chance *wanted)
{
    uint64_t first, last;
    memcpy(&first, &wanted->p[0], sizeof first);
    memcpy(&last, &wanted->p[LANES - 1], sizeof last);
    uint64_t word = mix(mix(first + (uint64_t)wanted->flip[0]) ^ last);
    int64_t place = (int64_t)(word & (uint64_t)(all->room - 1));
    while (all->table[place] && memcmp(all->table[place], wanted, sizeof *wanted) != 0)
        place = (place + 1) & (all->room - 1);
    return place;
}

static int more_chances(Run *run)
{
    Chances more = {NULL, run->chances.count, run->chances.room ? 2 * run->chances.room : 64};
    more.table = calloc((size_t)more.room, sizeof(Chance *));
    if (!more.table)
        return 0;
    for (int64_t i = 0; i < run->chances.room; i++)
        if (run->chances.table[i])
            more.table[place_of_chance(&more, run->chances.table[i])] = run->chances.table[i];
    free(run->chances.table);
    run->chances = more;
    return 1;
}

/* A share ready for binomials. Clinics mostly share theirs, and one that all read stays near the
 * processor, where one for each would not. Null when memory is short. */
static const Chance *chance_of(Run *run, const double *share)
{
    Chance wanted;
    make_chance(share, &wanted);
    if (2 * run->chances.count >= run->chances.room && !more_chances(run))
        return NULL;
    Chance **here = &run->chances.table[place_of_chance(&run->chances, &wanted)];
    if (*here)
        return *here;
    *here = cleared(sizeof(Chance));
    if (*here) {
        **here = wanted;
        run->chances.count++;
    }
    return *here;
}

void free_chances(Chances *chances)
{
    for (int64_t i = 0; i < chances->room; i++)
        free(chances->table[i]);
}

static int start_chain(Run *run, const Chain *chain, ChainState *state)
{
    if (!chain->present)
        return 1;
    state->inside = calloc((size_t)chain->n_inside + 1, sizeof(Chance *));
    state->onward = calloc((size_t)chain->n_onward + 1, sizeof(Chance *));
    int made = state->inside && state->onward;
    for (int64_t i = 0; made && i < chain->n_inside; i++)
        made = (state->inside[i] = chance_of(run, chain->inside[i].share)) != NULL;
    for (int64_t i = 0; made && i < chain->n_onward; i++)
        made = (state->onward[i] = chance_of(run, chain->onward[i].share)) != NULL;
    return made;
}

int start_clinic(Run *run, int64_t index)
{
    const Clinic *clinic = &run->network->clinics[index];
    ClinicState *state = &run->clinics[index];
    state->classes = cleared(((size_t)clinic->n_classes + 1) * sizeof(ClassState));
    if (!state->classes)
        return 0;
    for (int64_t k = 0; k < clinic->n_classes; k++) {
        const ClinicClass *class_ = &clinic->classes[k];
        ClassState *own = &state->classes[k];
        own->waiting.top = own->retrying.top = -1;
        int made = start_chain(run, &class_->over_cap, &own->over_cap);
        made = made && start_chain(run, &class_->over_cap_rest, &own->over_cap_rest);
        made = made && start_chain(run, &class_->unseen, &own->unseen);
        made = made && start_chain(run, &class_->left_list, &own->left_list);
        if (made && class_->leaving)
            made = (own->leaving = chance_of(run, class_->leaving)) != NULL;
        if (!made)
            return 0;
        for (int64_t a = 0; a < class_->start_ages; a++)
            ring_add(run, &own->waiting, a, class_->start + a * LANES);
        count_still_there(own);
    }
    return run->error == ALL_WELL;
}

static void free_chain(ChainState *state)
{
    free(state->inside);
    free(state->onward);
}

void free_clinic(Run *run, int64_t index)
{
    ClinicState *state = &run->clinics[index];
    for (int64_t k = 0; state->classes && k < run->network->clinics[index].n_classes; k++) {
        ClassState *own = &state->classes[k];
        free(own->waiting.age);
        free(own->retrying.age);
        free_chain(&own->over_cap);
        free_chain(&own->over_cap_rest);
        free_chain(&own->unseen);
        free_chain(&own->left_list);
    }
    free(state->classes);
}
