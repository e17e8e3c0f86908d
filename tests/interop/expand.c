/* Expands the series in .ics files with libical, by the file's own VTIMEZONEs.
 *
 *   expand FROM TO FILE...
 *
 * Prints as expand.py does. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *contents(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text;
    long size;

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

static void show(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event;
    (void)data;
    printf(" %lld", (long long)span->start);
}

/* Puts further dates into UTC, by the zones of the calendar: libical's expansion takes their wall time for UTC. */
static void place(icalcomponent *calendar, icalcomponent *event)
{
    icalproperty *date;

    for (date = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY); date != NULL;
         date = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
        icalparameter *tzid = icalproperty_get_first_parameter(date, ICAL_TZID_PARAMETER);
        struct icaldatetimeperiodtype at = icalproperty_get_rdate(date);

        if (tzid != NULL) {
            icaltime_set_timezone(&at.time, icalcomponent_get_timezone(calendar, icalparameter_get_tzid(tzid)));
            at.time = icaltime_convert_to_zone(at.time, icaltimezone_get_utc_timezone());
            icalproperty_set_rdate(date, at);
        }
    }
}

int main(int argc, char **argv)
{
    struct icaltimetype from, to;
    int at;

    if (argc < 4) {
        fputs("usage: expand FROM TO FILE...\n", stderr);
        return 2;
    }
    from = icaltime_from_timet_with_zone((time_t)atoll(argv[1]), 0, icaltimezone_get_utc_timezone());
    to = icaltime_from_timet_with_zone((time_t)atoll(argv[2]), 0, icaltimezone_get_utc_timezone());
    for (at = 3; at < argc; at++) {
        char *text = contents(argv[at]);
        icalcomponent *calendar = icalparser_parse_string(text);
        icalcomponent *event;
        const char *name = strrchr(argv[at], '/');

        if (calendar == NULL || icalcomponent_count_errors(calendar) != 0) {
            fprintf(stderr, "libical cannot read %s\n", argv[at]);
            return 1;
        }
        fputs(name == NULL ? argv[at] : name + 1, stdout);
        for (event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != NULL;
             event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            place(calendar, event);
            icalcomponent_foreach_recurrence(event, from, to, show, NULL);
        }
        putchar('\n');
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}
