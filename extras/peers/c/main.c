// The C floor of the benchmark: one process of a measurement, started by `./mitosis bench --against c`.
//
//   main.c         arguments, and which contender plays which role
//   contender.h    what a contender is, and the table of them
//   harness        the control file, mapped files, waiting, the end of a run
//   message        what is sent, and the check of what arrives
//   rate           the consumer's window: messages per second
//   round_trips    the samples of ping: percentiles
//   ring, mpmc, futex, sync, raw_...  the contenders

#include "contender.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define USAGE "usage: cpeer CONTENDER ROLE SIZE DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS"

enum { MAX_PROCESSES = 1024, MAX_MILLIS = 600000 };

#define TABLE_ENTRY(NAME) &NAME##_contender,
static const struct contender *const contenders[] = {CONTENDERS(TABLE_ENTRY)};
#undef TABLE_ENTRY

static const struct contender *find_contender(const char *name) {
    for (size_t i = 0; i < sizeof contenders / sizeof contenders[0]; i++) {
        if (strcmp(contenders[i]->name, name) == 0) {
            return contenders[i];
        }
    }
    fail(EXIT_USAGE, "no such contender; " USAGE "; CONTENDER=%s", name);
}

static role *find_role(const struct contender *contender, const char *name) {
    const struct {
        const char *name;
        role *role;
    } roles[] = {
        {"producer", contender->producer},
        {"consumer", contender->consumer},
        {"ping", contender->ping},
        {"pong", contender->pong},
    };
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (strcmp(roles[i].name, name) == 0 && roles[i].role != NULL) {
            return roles[i].role;
        }
    }
    fail(EXIT_USAGE, "%s has no such role; " USAGE "; ROLE=%s", contender->name, name);
}

static uint64_t parse_number(const char *name, const char *text, uint64_t least, uint64_t most) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number < least || number > most) {
        fail(EXIT_USAGE, "%s must be a number from %llu to %llu; " USAGE "; %s=%s", name, (unsigned long long) least,
             (unsigned long long) most, name, text);
    }
    return number;
}

static size_t parse_size(const struct contender *contender, const char *text) {
    size_t size = parse_number("SIZE", text, contender->smallest_message, contender->largest_message);
    if (size % sizeof(uint64_t) != 0) {
        fail(EXIT_USAGE, "SIZE must be a multiple of 8; " USAGE "; SIZE=%s", text);
    }
    return size;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 8) {
        fail(EXIT_USAGE, "seven arguments expected; " USAGE "; arguments=%d", argument_count - 1);
    }
    const struct contender *contender = find_contender(arguments[1]);
    role *play = find_role(contender, arguments[2]);
    const struct run run = {
        .message_size = parse_size(contender, arguments[3]),
        .directory = arguments[4],
        .processes = parse_number("PROCESSES", arguments[5], 1, MAX_PROCESSES),
        .warmup_nanos = parse_number("WARMUP_MILLIS", arguments[6], 0, MAX_MILLIS) * 1000000u,
        .measure_nanos = parse_number("MEASURE_MILLIS", arguments[7], 1, MAX_MILLIS) * 1000000u,
    };
    join_run(&run);
    play(&run);
    return EXIT_FINE;
}
