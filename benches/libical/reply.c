/* What libical needs for the text of one reply: a measure for the benchmarks in engine.rs.
 *
 *   reply ROUNDS STORED REPLY
 *
 * Prints two lines, in nanoseconds a round: reading and writing the stored text; and that with reading the reply.
 * It applies nothing, so that the second is the least a program on libical can do with an answer. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

static icalcomponent *parsed(const char *text)
{
    icalcomponent *calendar = icalparser_parse_string(text);

    if (calendar == NULL || icalcomponent_count_errors(calendar) != 0) {
        fputs("libical cannot read the text\n", stderr);
        exit(1);
    }
    return calendar;
}

static size_t once(const char *stored, const char *reply)
{
    icalcomponent *calendar = parsed(stored);
    icalcomponent *answer = reply == NULL ? NULL : parsed(reply);
    char *text = icalcomponent_as_ical_string_r(calendar);
    size_t length = strlen(text);

    free(text);
    if (answer != NULL) {
        icalcomponent_free(answer);
    }
    icalcomponent_free(calendar);
    return length;
}

static void measure(const char *name, long rounds, const char *stored, const char *reply)
{
    struct timespec from, to;
    size_t length = 0;
    long round;

    for (round = 0; round < rounds / 10; round++) {
        length += once(stored, reply);
    }
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (round = 0; round < rounds; round++) {
        length += once(stored, reply);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    if (length == 0) {
        fputs("libical wrote nothing\n", stderr);
        exit(1);
    }
    printf("%s %.0f\n", name,
           ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / (double)rounds);
}

int main(int argc, char **argv)
{
    long rounds;
    char *stored, *reply;

    if (argc != 4 || (rounds = atol(argv[1])) <= 0) {
        fputs("usage: reply ROUNDS STORED REPLY\n", stderr);
        return 2;
    }
    stored = contents(argv[2]);
    reply = contents(argv[3]);
    measure("parse-write", rounds, stored, NULL);
    measure("parse-parse-write", rounds, stored, reply);
    free(stored);
    free(reply);
    return 0;
}
