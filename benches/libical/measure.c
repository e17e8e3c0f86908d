/* What libical needs for what engine.rs measures.
 *
 *   measure SECONDS INVITATION REPLY FOLDER
 *
 * Prints a line for each: its name, and the nanoseconds of one round, each measured for so many seconds; for `expand`
 * the number of occurrences too, which has to be the same for everyone. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FROM "20261201T000000Z"
#define TO "20270601T000000Z"

struct texts {
    char *stored;
    char *message;
};

static char *contents(const char *folder, const char *name)
{
    char path[4096];
    FILE *file;
    char *text;
    long size;

    snprintf(path, sizeof path, "%s%s%s", folder, *folder == '\0' ? "" : "/", name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        perror(path);
        exit(1);
    }
    rewind(file);
    text = calloc((size_t)size + 1, 1);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    return text;
}

static icalcomponent *parsed(const char *text)
{
    icalcomponent *calendar = icalparser_parse_string(text);

    if (calendar == NULL || icalcomponent_count_errors(calendar) != 0) {
        fputs("libical cannot read the text\n", stderr);
        exit(1);
    }
    return calendar;
}

static size_t written(icalcomponent *calendar)
{
    char *text = icalcomponent_as_ical_string_r(calendar);
    size_t length = strlen(text);

    free(text);
    return length;
}

/* Reads the stored text, and writes it. */
static size_t parse_write(const struct texts *texts)
{
    icalcomponent *calendar = parsed(texts->stored);
    size_t length = written(calendar);

    icalcomponent_free(calendar);
    return length;
}

/* Reads both, and writes: the least that a program can do with an answer. */
static size_t parse_parse_write(const struct texts *texts)
{
    icalcomponent *calendar = parsed(texts->stored);
    icalcomponent *answer = parsed(texts->message);
    size_t length = written(calendar);

    icalcomponent_free(answer);
    icalcomponent_free(calendar);
    return length;
}

static icalcomponent *first_event(icalcomponent *calendar)
{
    return icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

/* Reads both, puts the answer of the one attendee of the message into the list, and writes. */
static size_t reply(const struct texts *texts)
{
    icalcomponent *calendar = parsed(texts->stored);
    icalcomponent *answer = parsed(texts->message);
    icalcomponent *event = first_event(calendar);
    icalproperty *told = icalcomponent_get_first_property(first_event(answer), ICAL_ATTENDEE_PROPERTY);
    icalproperty *seat = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
    icalparameter *partstat = icalproperty_get_first_parameter(told, ICAL_PARTSTAT_PARAMETER);
    size_t length;

    while (seat != NULL && strcasecmp(icalproperty_get_attendee(seat), icalproperty_get_attendee(told)) != 0) {
        seat = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY);
    }
    if (seat == NULL || partstat == NULL) {
        fputs("libical does not find who answers\n", stderr);
        exit(1);
    }
    icalproperty_set_parameter(seat, icalparameter_new_clone(partstat));
    length = written(calendar);
    icalcomponent_free(answer);
    icalcomponent_free(calendar);
    return length;
}

/* Reads both, puts each component of the message in the place of that with the same RECURRENCE-ID, and writes. */
static size_t update(const struct texts *texts)
{
    icalcomponent *calendar = parsed(texts->stored);
    icalcomponent *message = parsed(texts->message);
    icalcomponent *theirs, *ours;
    size_t length;

    while ((theirs = first_event(message)) != NULL) {
        struct icaltimetype id = icalcomponent_get_recurrenceid(theirs);

        for (ours = first_event(calendar); ours != NULL;
             ours = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            if (icaltime_compare(icalcomponent_get_recurrenceid(ours), id) == 0) {
                icalcomponent_remove_component(calendar, ours);
                icalcomponent_free(ours);
                break;
            }
        }
        icalcomponent_remove_component(message, theirs);
        icalcomponent_add_component(calendar, theirs);
    }
    length = written(calendar);
    icalcomponent_free(message);
    icalcomponent_free(calendar);
    return length;
}

static void count(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event;
    (void)span;
    ++*(size_t *)data;
}

static icalcomponent *events;

/* Counts the occurrences between two instants of all events, which are read already. */
static size_t expand(const struct texts *texts)
{
    struct icaltimetype from = icaltime_from_string(FROM), to = icaltime_from_string(TO);
    icalcomponent *event;
    size_t occurrences = 0;

    (void)texts;
    for (event = first_event(events); event != NULL;
         event = icalcomponent_get_next_component(events, ICAL_VEVENT_COMPONENT)) {
        icalcomponent_foreach_recurrence(event, from, to, count, &occurrences);
    }
    return occurrences;
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure(const char *name, double most, size_t (*work)(const struct texts *), struct texts texts)
{
    double begun;
    size_t result = work(&texts);
    long rounds = 0;

    begun = seconds();
    do {
        if (work(&texts) != result || result == 0) {
            fputs("libical does not do the same each time\n", stderr);
            exit(1);
        }
        rounds++;
    } while (seconds() - begun < most);
    printf("%s %.0f %zu\n", name, (seconds() - begun) * 1e9 / (double)rounds, result);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    double most;
    struct texts meeting, series;

    if (argc != 5 || (most = atof(argv[1])) <= 0) {
        fputs("usage: measure SECONDS INVITATION REPLY FOLDER\n", stderr);
        return 2;
    }
    meeting.stored = contents("", argv[2]);
    meeting.message = contents("", argv[3]);
    series.stored = contents(argv[4], "series.ics");
    series.message = contents(argv[4], "update.ics");
    events = parsed(contents(argv[4], "calendar.ics"));
    measure("parse-write", most, parse_write, meeting);
    measure("parse-parse-write", most, parse_parse_write, meeting);
    measure("reply", most, reply, meeting);
    measure("update", most, update, series);
    measure("expand", most, expand, meeting);
    return 0;
}
