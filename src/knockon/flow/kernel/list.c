/* A list's week, for every lane at once: people wait by whole weeks, and are removed by hazard. */
#include "run.h"

static void grow_older(ListState *state)
{
    people oldest;
    memcpy(oldest, state->age[WEEKS - 1], sizeof oldest);
    memmove(state->age + 1, state->age, (WEEKS - 1) * sizeof(people));
    EACH state->age[WEEKS - 1][l] += oldest[l];
    memset(state->age[0], 0, sizeof(people));
    EACH state->due[WEEKS - 1][l] += state->due[WEEKS - 2][l];
    memmove(state->due + 1, state->due, (WEEKS - 2) * sizeof(reals));
    memset(state->due[0], 0, sizeof(reals));
}

/* New arrivals of the week and people sent here. */
static void join(Run *run, const List *list, ListState *state, int64_t week, people joined)
{
    memcpy(joined, state->sent, sizeof(people));
    memset(state->sent, 0, sizeof(people));
    if (list->arrivals != NO_ARRIVALS) {
        reals mean;
        bits luck;
        people fresh;
        draw(run->lane, mix(cell_of(list->stem, run->day) ^ run->network->d_arrivals), luck);
        daily_row(&list->mean, week, mean);
        if (list->arrivals == POISSON_ARRIVALS)
            poissons(mean, luck, fresh);
        else
            EACH fresh[l] = (int32_t)floor(mean[l] + unit(luck[l]));
        EACH joined[l] += fresh[l];
    }
    EACH state->age[0][l] += joined[l];
}

/* How many leave the list: as many as the hazards say, or as there is capacity for, and no more than there
 * are: a sum with a uniform is rounded. */
static void removals(Run *run, const List *list, const ListState *state, int64_t week, const people total,
                     reals weight, people removed)
{
    reals u, capacity, wanted;
    EACH weight[l] = 0.0;
    for (int64_t a = 0; a < WEEKS; a++)
        EACH weight[l] += list->hazard[a * LANES + l] * (double)state->age[a][l];
    memcpy(wanted, weight, sizeof wanted);
    if (list->capacity.values) {
        daily_row(&list->capacity, week, capacity);
        EACH wanted[l] = LESSER(weight[l], capacity[l]);
    }
    uniforms(run->lane, mix(cell_of(list->stem, run->day) ^ run->network->d_removals), u);
    EACH removed[l] = (int32_t)LESSER(floor(wanted[l] + u[l]), (double)total[l]);
}

/* Take or give back one at a time until `left` are placed: by the largest remainder, the older
 * first where that is equal; or, where too many were placed, from the smallest. */
static void place_rest(const ListState *state, int lane, int32_t left, int32_t *taken, double *over)
{
    for (; left > 0; left--) {
        int64_t most = -1;
        for (int64_t a = WEEKS - 1; a >= 0; a--)
            if (taken[a] < state->age[a][lane] && (most < 0 || over[a] > over[most]))
                most = a;
        taken[most]++;
        over[most] -= 1.0;
    }
    for (; left < 0; left++) {
        int64_t least = -1;
        for (int64_t a = WEEKS - 1; a >= 0; a--)
            if (taken[a] > 0 && (least < 0 || over[a] < over[least]))
                least = a;
        taken[least]--;
        over[least] += 1.0;
    }
}

/* Share removals over the ages in proportion to hazard times people, by largest remainder: whole
 * parts first, then one each by what is left over. What an age was due and did not get, it is due
 * the next week; without that the last few of each age would never be taken. */
static void remove_by_hazard(const List *list, ListState *state, int lane, double weight, int32_t removed)
{
    double over[WEEKS];
    int32_t taken[WEEKS], left = removed;
#ifdef WRONG_LIST
    for (int64_t a = WEEKS - 1; a >= 0; a--) {
        int32_t gone = LESSER(left, state->age[a][lane]);
        state->age[a][lane] -= gone;
        left -= gone;
    }
    return;
#endif
    for (int64_t a = 0; a < WEEKS; a++) {
        int32_t there = state->age[a][lane];
        double due = list->hazard[a * LANES + lane] * (double)there * (double)removed / weight + state->due[a][lane];
        double whole = floor(due);
        whole = whole > 0.0 ? whole : 0.0;
        taken[a] = whole < (double)there ? (int32_t)whole : there;
        over[a] = due - (double)taken[a];
        left -= taken[a];
    }
    place_rest(state, lane, left, taken, over);
    for (int64_t a = WEEKS - 1; a >= 0; a--) {
        state->age[a][lane] -= taken[a];
        if (a && !state->age[a][lane]) { /* nobody is left to be due it */
            over[a - 1] += over[a];
            over[a] = 0.0;
        }
        state->due[a][lane] = over[a];
    }
}

static int64_t week_of(const Run *run) { return (run->day + 1) / run->network->week - 1; }

static int64_t *list_tally(Run *run, int64_t index, int64_t field)
{
    int64_t first = run->network->first_day / run->network->week;
    int64_t block = ((week_of(run) - first) * run->network->n_lists + index) * L_FIELDS;
    return tally(run->counts->lists, block, field);
}

static void count(int64_t *counts, const people n)
{
    EACH counts[l] = n[l];
}

static void count_ages(Run *run, int64_t index, const List *list, const ListState *state, people total)
{
    people within = {0}, over = {0};
    EACH total[l] = 0;
    for (int64_t a = 0; a < WEEKS; a++)
        EACH
        {
            total[l] += state->age[a][l];
            within[l] += a < list->within ? state->age[a][l] : 0;
            over[l] += a >= list->over ? state->age[a][l] : 0;
        }
    count(list_tally(run, index, L_TOTAL), total);
    count(list_tally(run, index, L_WITHIN), within);
    count(list_tally(run, index, L_OVER), over);
}

/* Next week's people are still counted in as many bits. */
static void refuse_too_many(Run *run, const people total)
{
    for (int lane = 0; lane < run->network->lanes; lane++)
        if (total[lane] > INT32_MAX / 2)
            run->error = TOO_MANY;
}

void work_list(Run *run, int64_t index)
{
    const List *list = &run->network->lists[index];
    ListState *state = &run->lists[index];
    people joined, before = {0}, total, removed, waiting = {0};
    reals weight;
    if ((run->day + 1) % run->network->week)
        return;
    for (int64_t a = 0; a < WEEKS; a++)
        EACH before[l] += state->age[a][l];
    grow_older(state);
    join(run, list, state, week_of(run), joined);
    count_ages(run, index, list, state, total);
    refuse_too_many(run, total);
    removals(run, list, state, week_of(run), total, weight, removed);
    for (int lane = 0; lane < run->network->lanes; lane++)
        if (removed[lane])
            remove_by_hazard(list, state, lane, weight[lane], removed[lane]);
    for (int64_t a = 0; a < WEEKS; a++)
        EACH waiting[l] += state->age[a][l];
    count(list_tally(run, index, L_ARRIVED), joined);
    count(list_tally(run, index, L_REMOVED), removed);
    count(list_tally(run, index, L_WAITING), waiting);
    const Network *network = run->network;
    for (int lane = 0; lane < network->lanes; lane++) {
        int64_t gap = (int64_t)before[lane] + joined[lane] - removed[lane] - waiting[lane];
        if (gap)
            imbalance(run, network->n_clinics + network->n_sites + network->n_wards + index, -1, lane, gap);
    }
    run->counts->events += network->lanes;
}

void start_list(Run *run, int64_t index)
{
    const List *list = &run->network->lists[index];
    for (int64_t a = 0; a < list->start_ages; a++)
        memcpy(run->lists[index].age[a], list->start + a * LANES, sizeof(people));
}
