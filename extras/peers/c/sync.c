// What the C library has for processes to share: a mutex (of the kind that does not notice its owner's death), a condition,
// a semaphore, a barrier; and an event made of one futex word. As it is: nothing spins that does not by itself.

#define _GNU_SOURCE

#include "contender.h"
#include "rate.h"
#include "round_trips.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PAIRS_PER_LOOK = 64, UNINITIALISED = 0, INITIALISING = 1, READY = 2 };

struct shared {
    OWN_LINE _Atomic uint32_t state;
    OWN_LINE pthread_mutex_t mutex;
    OWN_LINE pthread_cond_t changed;
    OWN_LINE int value;
    OWN_LINE sem_t there;
    OWN_LINE sem_t back;
    OWN_LINE pthread_barrier_t barrier;
    OWN_LINE _Atomic uint32_t event_there; // 1: set -- futex --> load
    OWN_LINE _Atomic uint32_t event_back;
};

static void initialise(struct shared *shared) {
    pthread_mutexattr_t mutex;
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &mutex);
    pthread_condattr_t condition;
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->changed, &condition);
    sem_init(&shared->there, 1, 0);
    sem_init(&shared->back, 1, 0);
    pthread_barrierattr_t barrier;
    pthread_barrierattr_init(&barrier);
    pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&shared->barrier, &barrier, 2);
}

static struct shared *open_shared(const struct run *run) {
    struct shared *shared = map_shared(run, "c-sync", sizeof(struct shared));
    uint32_t expected = UNINITIALISED;
    if (atomic_compare_exchange_strong(&shared->state, &expected, INITIALISING)) {
        initialise(shared);
        atomic_store(&shared->state, READY);
    }
    while (atomic_load(&shared->state) != READY) {
        cpu_pause();
    }
    return shared;
}

// Who waits for a process that has gone sees it.
static struct timespec look_limit(void) {
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_nsec += 200000000;
    limit.tv_sec += limit.tv_nsec / 1000000000;
    limit.tv_nsec %= 1000000000;
    return limit;
}

static void lock_consumer(const struct run *run) {
    struct shared *shared = open_shared(run);
    struct rate rate = make_rate(run);
    uint64_t pairs = 0;
    uint64_t longest = 0;
    await_everyone();
    uint64_t last = now_nanos();
    do {
        for (int i = 0; i < PAIRS_PER_LOOK; i++) {
            pthread_mutex_lock(&shared->mutex);
            pthread_mutex_unlock(&shared->mutex);
        }
        pairs += PAIRS_PER_LOOK;
        uint64_t now = now_nanos();
        if (rate.window_nanos != 0 && now - last > longest) {
            longest = now - last;
        }
        last = now;
    } while (!is_measured(&rate, pairs));
    printf("RESULT\tmax\t%.0f\n", (double) longest);
}

static void set_event(_Atomic uint32_t *event) {
    atomic_store(event, 1);
    syscall(SYS_futex, event, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

static void await_event(_Atomic uint32_t *event) {
    const struct timespec limit = {.tv_nsec = 200000000};
    while (atomic_load(event) == 0) {
        if (syscall(SYS_futex, event, FUTEX_WAIT, 0, &limit, NULL, 0) != 0 && errno == ETIMEDOUT) {
            leave_if_over();
        }
    }
    atomic_store(event, 0);
}

static void event_ping_turn(struct shared *shared) {
    set_event(&shared->event_there);
    await_event(&shared->event_back);
}

static void event_pong_turn(struct shared *shared) {
    await_event(&shared->event_there);
    set_event(&shared->event_back);
}

static void await_value(struct shared *shared, int value) {
    while (shared->value != value) {
        struct timespec limit = look_limit();
        if (pthread_cond_timedwait(&shared->changed, &shared->mutex, &limit) == ETIMEDOUT) {
            leave_if_over();
        }
    }
}

static void condition_ping_turn(struct shared *shared) {
    pthread_mutex_lock(&shared->mutex);
    shared->value = 1;
    pthread_cond_signal(&shared->changed);
    await_value(shared, 0);
    pthread_mutex_unlock(&shared->mutex);
}

static void condition_pong_turn(struct shared *shared) {
    pthread_mutex_lock(&shared->mutex);
    await_value(shared, 1);
    shared->value = 0;
    pthread_cond_signal(&shared->changed);
    pthread_mutex_unlock(&shared->mutex);
}

static void await_semaphore(sem_t *semaphore) {
    struct timespec limit = look_limit();
    while (sem_timedwait(semaphore, &limit) != 0) {
        leave_if_over();
        limit = look_limit();
    }
}

static void semaphore_ping_turn(struct shared *shared) {
    sem_post(&shared->there);
    await_semaphore(&shared->back);
}

static void semaphore_pong_turn(struct shared *shared) {
    await_semaphore(&shared->there);
    sem_post(&shared->back);
}

// Without a time limit, which a barrier does not have: the harness ends who is left waiting.
static void barrier_turn(struct shared *shared) {
    pthread_barrier_wait(&shared->barrier);
    pthread_barrier_wait(&shared->barrier);
}

typedef void turn(struct shared *shared);

static void ping(const struct run *run, turn *turn) {
    struct shared *shared = open_shared(run);
    struct round_trips trips = make_round_trips(run);
    uint64_t begin;
    await_everyone();
    do {
        begin = now_nanos();
        for (int round = 0; round < ROUNDS_PER_SAMPLE; round++) {
            turn(shared);
        }
    } while (!is_recorded(&trips, begin, now_nanos()));
}

static void pong(const struct run *run, turn *turn) {
    struct shared *shared = open_shared(run);
    await_everyone();
    while (true) {
        turn(shared);
    }
}

#define ROUND_TRIP(NAME, PING, PONG)                                                          \
    static void NAME##_ping(const struct run *run) { ping(run, PING); }                       \
    static void NAME##_pong(const struct run *run) { pong(run, PONG); }                       \
    const struct contender NAME##_contender = {                                               \
        .name = #NAME, .largest_message = SIZE_MAX, .ping = NAME##_ping, .pong = NAME##_pong, \
    };

ROUND_TRIP(event, event_ping_turn, event_pong_turn)
ROUND_TRIP(condition, condition_ping_turn, condition_pong_turn)
ROUND_TRIP(semaphore, semaphore_ping_turn, semaphore_pong_turn)
ROUND_TRIP(barrier, barrier_turn, barrier_turn)

const struct contender lock_contender = {
    .name = "lock",
    .largest_message = SIZE_MAX,
    .consumer = lock_consumer,
};
