#define _GNU_SOURCE // F_OFD_SETLK, MAP_POPULATE

#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// The control file, made by the parent. Each word has lines of its own: everyone reads `stop` while others get ready.
struct control {
    OWN_LINE _Atomic uint64_t stop;
    OWN_LINE _Atomic uint64_t ready;
};

enum { CONTROL_BYTES = 4096, READY_POLL_MICROS = 200 };

_Static_assert(offsetof(struct control, stop) == 0, "the parent sets stop at byte 0");
_Static_assert(offsetof(struct control, ready) == 128, "the parent reads ready at byte 128");

static struct control *control;
static int control_file;
static uint64_t processes;
static uint64_t own_seat;
static pid_t parent;

// Each process of the run locks one byte of the control file, its seat, for as long as it lives. The kernel unlocks it
// however the process dies, so a free seat after the start is a dead process: no process ids, no time-outs.
static struct flock lock_of_seat(uint64_t seat) {
    return (struct flock) {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) seat, .l_len = 1};
}

static void take_a_seat(void) {
    for (own_seat = 0; own_seat < processes; own_seat++) {
        struct flock lock = lock_of_seat(own_seat);
        if (fcntl(control_file, F_OFD_SETLK, &lock) == 0) {
            return;
        }
        if (errno != EAGAIN && errno != EACCES) {
            fail(EXIT_BROKEN, "cannot lock the control file: %s", strerror(errno));
        }
    }
    fail(EXIT_BROKEN, "more processes than expected share the control file: PROCESSES=%llu",
         (unsigned long long) processes);
}

static bool someone_died(void) {
    for (uint64_t seat = 0; seat < processes; seat++) {
        struct flock lock = lock_of_seat(seat);
        if (seat != own_seat && fcntl(control_file, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_UNLCK) {
            return true;
        }
    }
    return false;
}

static int open_in_directory(const struct run *run, const char *file_name, int flags) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", run->directory, file_name);
    if (length < 0 || (size_t) length >= sizeof path) {
        fail(EXIT_BROKEN, "the path is too long: DIRECTORY=%s", run->directory);
    }
    int file = open(path, flags | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        fail(EXIT_BROKEN, "cannot open %s: %s", path, strerror(errno));
    }
    return file;
}

static void *map(int file, const char *file_name, size_t bytes) {
    void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    if (address == MAP_FAILED) {
        fail(EXIT_BROKEN, "cannot map %s: %s", file_name, strerror(errno));
    }
    return address;
}

static off_t size_of(int file, const char *file_name) {
    struct stat status;
    if (fstat(file, &status) != 0) {
        fail(EXIT_BROKEN, "cannot read the size of %s: %s", file_name, strerror(errno));
    }
    return status.st_size;
}

void join_run(const struct run *run) {
    processes = run->processes;
    parent = getppid();
    control_file = open_in_directory(run, "control", 0);
    if (size_of(control_file, "control") < CONTROL_BYTES) {
        fail(EXIT_BROKEN, "the control file is shorter than %d bytes", CONTROL_BYTES);
    }
    control = map(control_file, "control", CONTROL_BYTES);
    take_a_seat();
}

void *map_shared(const struct run *run, const char *file_name, size_t bytes) {
    int file = open_in_directory(run, file_name, O_CREAT);
    if (size_of(file, file_name) < (off_t) bytes && ftruncate(file, (off_t) bytes) != 0) {
        fail(EXIT_BROKEN, "cannot grow %s: %s", file_name, strerror(errno));
    }
    void *address = map(file, file_name, bytes);
    close(file);
    return address;
}

void await_everyone(void) {
    atomic_fetch_add(&control->ready, 1);
    while (atomic_load(&control->ready) < processes) {
        leave_if_stopped();
        if (getppid() != parent) {
            exit(EXIT_BROKEN);
        }
        usleep(READY_POLL_MICROS);
    }
}

void stop_everyone(void) {
    fflush(stdout);
    atomic_store(&control->stop, 1);
}

bool is_stopped(void) {
    return atomic_load_explicit(&control->stop, memory_order_acquire) != 0;
}

void leave_if_stopped(void) {
    if (is_stopped()) {
        exit(EXIT_FINE);
    }
}

void leave_if_over(void) {
    leave_if_stopped();
    if (getppid() != parent) {
        exit(EXIT_BROKEN);
    }
    if (someone_died()) {
        leave_if_stopped(); // whoever measured sets stop before it ends: that is a good end too
        fail(EXIT_BROKEN, "another process of the run died");
    }
}

uint64_t now_nanos(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

void fail(enum exit_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("cpeer: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(code);
}
