/* A run: the stations of every day, in order, and the memory they need. */
#include <stdlib.h>

#include "run.h"

static int start(Run *run)
{
    const Network *network = run->network;
    run->clinics = calloc((size_t)network->n_clinics + 1, sizeof(ClinicState));
    run->sites = calloc((size_t)network->n_sites * LANES + 1, sizeof(SiteState));
    run->homes = calloc((size_t)network->n_sites + 1, sizeof(Guide *));
    run->bands = calloc((size_t)network->n_ways + 1, sizeof(Guide));
    run->backs = calloc((size_t)network->n_backs * LANES + 1, sizeof(BackState));
    run->wards = calloc((size_t)network->n_wards * LANES + 1, sizeof(WardState));
    run->ward_days = calloc((size_t)network->n_wards + 1, sizeof(WardDay));
    run->comings = calloc((size_t)network->n_sites + 1, sizeof(Coming));
    run->lists = calloc((size_t)network->n_lists + 1, sizeof(ListState));
    if (!run->clinics || !run->sites || !run->homes || !run->bands || !run->backs || !run->wards ||
        !run->ward_days || !run->comings || !run->lists)
        return 0;
    for (int64_t b = 0; b < network->n_backs; b++) {
        BackState *state = &run->backs[b * LANES];
        state->left = calloc((size_t)network->homes + 1, sizeof(people));
        state->today = calloc((size_t)network->homes + 1, sizeof(people));
        if (!state->left || !state->today)
            return 0;
    }
    for (int64_t i = 0; i < network->n_clinics; i++)
        if (!start_clinic(run, i))
            return 0;
    for (int64_t i = 0; i < network->n_sites; i++)
        if (!start_site(run, i) || !start_homes(run, i))
            return 0;
    for (int64_t i = 0; i < network->n_ways; i++) {
        const Way *way = &network->ways[i];
        if (way->bands && !start_guide(&run->bands[i], way->band_share, way->bands))
            return 0;
    }
    for (int64_t i = 0; i < network->n_wards; i++)
        if (!start_ward(run, i))
            return 0;
    for (int64_t i = 0; i < network->n_lists; i++)
        start_list(run, i);
    run->day = -1;
    if (run->counts->start)
        resume(run, run->counts->start, run->counts->start_size);
    for (int64_t i = 0; i < network->n_clinics && !run->counts->start; i++)
        open_backs(run, &network->clinics[i]);
    return run->error == ALL_WELL;
}

static void work_in_lane(Run *run, int64_t kind, int64_t index, int lane)
{
    if (kind == WORK_GROUP)
        work_group(run, index, lane);
    else if (run->sites[index * LANES + lane].by_person)
        work_alone(run, index, lane);
    else
        work_site(run, index, lane);
}

static void work(Run *run, int64_t kind, int64_t index)
{
    if (kind == WORK_CLINIC)
        work_clinic(run, index);
    else if (kind == WORK_LIST)
        work_list(run, index);
    else
        for (int lane = 0; lane < run->network->lanes; lane++)
            work_in_lane(run, kind, index, lane);
}

static void open_day(Run *run)
{
    const Network *network = run->network;
    for (int64_t i = 0; i < network->n_clinics; i++) {
        const Clinic *clinic = &network->clinics[i];
        if (!clinic->open || clinic->open[run->day % clinic->open_days])
            open_backs(run, clinic);
    }
}

static void close_day(Run *run)
{
    close_backs(run);
    run->day++;
}

static void work_day(Run *run)
{
    const Network *network = run->network;
    open_day(run);
    for (int64_t w = 0; w < network->n_works && run->error == ALL_WELL; w++)
        work(run, network->work_kind[w], network->work_index[w]);
    close_day(run);
}

static int same_works(const Network *one, const Network *other)
{
    size_t size = (size_t)one->n_works * sizeof(int64_t);
    return one->n_works == other->n_works && !memcmp(one->work_kind, other->work_kind, size) &&
           !memcmp(one->work_index, other->work_index, size);
}

/* A day of two arms, station by station; some sites are worked in both at once. */
static void work_day_of_both(Run *arms)
{
    const Network *network = arms[0].network;
    for (int a = 0; a < 2; a++)
        open_day(&arms[a]);
    for (int64_t w = 0; w < network->n_works && arms[0].error == ALL_WELL && arms[1].error == ALL_WELL; w++) {
        const int64_t kind = network->work_kind[w], index = network->work_index[w];
        if (kind == WORK_SITE && arms[0].alike[index])
            for (int lane = 0; lane < network->lanes; lane++)
                work_in_both(&arms[0], &arms[1], index, lane);
        else
            for (int a = 0; a < 2; a++)
                work(&arms[a], kind, index);
    }
    for (int a = 0; a < 2; a++)
        close_day(&arms[a]);
}

static void finish(Run *run)
{
    const Network *network = run->network;
    for (int64_t i = 0; i < network->n_sites; i++)
        for (int lane = 0; lane < network->lanes; lane++)
            finish_site(run, i, lane);
    for (int64_t i = 0; i < network->n_wards; i++)
        for (int lane = 0; lane < network->lanes; lane++)
            finish_ward(run, i, lane);
    for (int64_t i = 0; i < network->n_sites; i++)
        for (int lane = 0; lane < network->lanes; lane++)
            tell_window(run, i, lane);
}

static void release(Run *run)
{
    const Network *network = run->network;
    for (int64_t i = 0; run->clinics && i < network->n_clinics; i++)
        free_clinic(run, i);
    for (int64_t i = 0; run->sites && i < network->n_sites; i++)
        free_site(run, i);
    for (int64_t i = 0; run->homes && i < network->n_sites; i++)
        free_homes(run, i);
    for (int64_t i = 0; run->bands && i < network->n_ways; i++)
        free(run->bands[i].first);
    for (int64_t i = 0; run->wards && i < network->n_wards; i++)
        free_ward(run, i);
    for (int64_t i = 0; run->comings && i < network->n_sites; i++)
        free_coming(&run->comings[i]);
    for (int64_t b = 0; run->backs && b < network->n_backs * LANES; b++) {
        free(run->backs[b].people);
        free(run->backs[b].left);
        free(run->backs[b].today);
    }
    free_chances(&run->chances);
    free(run->clinics);
    free(run->sites);
    free(run->homes);
    free(run->bands);
    free(run->wards);
    free(run->ward_days);
    free(run->comings);
    free(run->lists);
    free(run->backs);
    free(run->arriving.people);
    free(run->sorting.people);
    free(run->buckets);
    free(run->luck);
    free(run->times);
    free(run->service);
    free(run->patience);
    free(run->keys);
    free(run->places);
    free(run->arms);
    free(run->splitting.age);
    free(run->leaving.age);
}

void imbalance(Run *run, int64_t station, int64_t class_, int lane, int64_t gap)
{
    Counts *counts = run->counts;
    if (run->error != ALL_WELL)
        return;
    run->error = IMBALANCE;
    counts->bad_station = station;
    counts->bad_class = class_;
    counts->bad_lane = lane;
    counts->bad_day = run->day;
    counts->bad_gap = gap;
}

static Run new_run(const Network *network, Counts *counts)
{
    Run run = {.network = network, .counts = counts, .error = ALL_WELL};
    run.splitting.top = run.leaving.top = -1;
    memcpy(run.lane, network->lane_words, sizeof run.lane);
    return run;
}

static void start_days(Run *run)
{
    if (!start(run) && run->error == ALL_WELL)
        run->error = NO_MEMORY;
    run->day = run->network->first_day;
}

int64_t flow_run(const Network *network, Counts *counts)
{
    Run run = new_run(network, counts);
    start_days(&run);
    for (int64_t d = 0; d < network->days && run.error == ALL_WELL; d++)
        work_day(&run);
    if (run.error == ALL_WELL && counts->keeps)
        keep(&run);
    if (run.error == ALL_WELL)
        finish(&run);
    release(&run);
    return run.error;
}

/* Mark the sites worked in both arms at once: alike, and by themselves. To begin with the second arm goes
 * along. */
static void bring_together(Run *arms, uint8_t *alike)
{
    for (int64_t i = 0; i < arms[0].network->n_sites; i++) {
        SiteState *here = &arms[0].sites[i * LANES], *there = &arms[1].sites[i * LANES];
        alike[i] = alike[i] && here->alone && there->alone;
        for (int lane = 0; lane < LANES; lane++)
            there[lane].along = alike[i];
    }
    arms[0].alike = alike;
}

/* Two arms of the same draws, which differ little: the counts of each are those of its own run. Neither
 * goes on from a state, keeps one, or looks at a window. `alike` says at which sites whoever comes fares
 * the same in both, and is told which of them were worked at once; `arm`, whose error is returned. */
int64_t flow_run_both(const Network *const *networks, Counts *const *counts, uint8_t *alike, int64_t *arm)
{
    Run arms[2] = {new_run(networks[0], counts[0]), new_run(networks[1], counts[1])};
    const int in_step = same_works(networks[0], networks[1]);
    for (int a = 0; a < 2; a++)
        start_days(&arms[a]);
    if (in_step && arms[0].error == ALL_WELL && arms[1].error == ALL_WELL)
        bring_together(arms, alike);
    for (int64_t d = 0; d < networks[0]->days && arms[0].error == ALL_WELL && arms[1].error == ALL_WELL; d++)
        if (in_step)
            work_day_of_both(arms);
        else
            for (int a = 0; a < 2; a++)
                work_day(&arms[a]);
    *arm = arms[0].error == ALL_WELL;
    for (int a = 0; a < 2; a++)
        release(&arms[a]);
    return arms[*arm].error;
}

/* To be called once, before anything else. */
void flow_prepare(void) { load_tables(); }

/* Sizes of the shared structs, for the caller to compare with its own. */
int64_t flow_layout(int64_t which)
{
    const int64_t sizes[] = {
        sizeof(Daily), sizeof(Law), sizeof(Onward), sizeof(Inside), sizeof(Chain),
        sizeof(ClinicClass), sizeof(Clinic), sizeof(Routes), sizeof(Stream), sizeof(SiteClass),
        sizeof(Site), sizeof(Ward), sizeof(Group), sizeof(List), sizeof(Way), sizeof(Fan), sizeof(End), sizeof(Back), sizeof(Network), sizeof(Passage),
        sizeof(Counts),
    };
    return which < (int64_t)(sizeof sizes / sizeof sizes[0]) ? sizes[which] : -1;
}
