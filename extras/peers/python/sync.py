"""multiprocessing's locks and the like, in this process and a child of it: the peer of the bench's Syncing.

sync.py lock|lock-contended|event|condition|semaphore|barrier ROLE SIZE DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS
"""
import multiprocessing
import os
import sys
import time

PAIRS_PER_LOOK = 64
now = time.perf_counter_ns
fork = multiprocessing.get_context("fork")


def pin(cpu):
    cpus = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpus[min(cpu, len(cpus) - 1)]})


def rate(lock, warmup, measured):
    """Taken and given back: pairs per second, and the longest time that some of them took."""
    begin = now() + warmup
    while now() < begin:
        lock.acquire()
        lock.release()
    count, longest, start = 0, 0, now()
    last = start
    while last - start < measured:
        for _ in range(PAIRS_PER_LOOK):
            lock.acquire()
            lock.release()
        moment = now()
        longest = max(longest, moment - last)
        last = moment
        count += PAIRS_PER_LOOK
    return count * 1e9 / (last - start), longest


def rate_in_child(lock, warmup, measured, results):
    pin(1)
    results.put(rate(lock, warmup, measured))


def measure_lock(contended, warmup, measured):
    lock = fork.Lock()
    figures = []
    if contended:
        results = fork.SimpleQueue()
        child = fork.Process(target=rate_in_child, args=(lock, warmup, measured, results))
        child.start()
    pin(0)
    figures.append(rate(lock, warmup, measured))
    if contended:
        figures.append(results.get())
        child.join()
    print(f"RESULT\trate\t{sum(figure[0] for figure in figures)}")
    print(f"RESULT\tmax\t{max(figure[1] for figure in figures)}")


def event_pong(there, back):
    pin(1)
    while True:
        there.wait()
        there.clear()
        back.set()


def event():
    there, back = fork.Event(), fork.Event()

    def trip():
        there.set()
        back.wait()
        back.clear()

    return event_pong, (there, back), trip


def condition_pong(changed, value):
    pin(1)
    with changed:
        while True:
            while value.value != 1:
                changed.wait()
            value.value = 0
            changed.notify()


def condition():
    changed, value = fork.Condition(), fork.RawValue("i", 0)

    def trip():
        with changed:
            value.value = 1
            changed.notify()
            while value.value != 0:
                changed.wait()

    return condition_pong, (changed, value), trip


def semaphore_pong(there, back):
    pin(1)
    while True:
        there.acquire()
        back.release()


def semaphore():
    there, back = fork.Semaphore(0), fork.Semaphore(0)

    def trip():
        there.release()
        back.acquire()

    return semaphore_pong, (there, back), trip


def barrier_pong(both):
    pin(1)
    while True:
        both.wait()


def barrier():
    both = fork.Barrier(2)

    def trip():
        both.wait()
        both.wait()

    return barrier_pong, (both,), trip


def measure_trips(kind, warmup, measured):
    pong, arguments, trip = kind()
    child = fork.Process(target=pong, args=arguments, daemon=True)
    child.start()
    pin(0)
    begin = now() + warmup
    while now() < begin:
        trip()
    samples, end = [], now() + measured
    before = now()
    while before < end:
        trip()
        moment = now()
        samples.append(moment - before)
        before = moment
    child.kill()
    child.join()
    samples.sort()
    for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)):
        print(f"RESULT\t{name}\t{samples[min(len(samples) - 1, int(len(samples) * share))]}")
    print(f"RESULT\tmax\t{samples[-1]}")


def main(variant, _role, _size, _directory, _processes, warmup, measured):
    warmup, measured = int(warmup) * 1_000_000, int(measured) * 1_000_000
    if variant.startswith("lock"):
        measure_lock(variant == "lock-contended", warmup, measured)
    else:
        kinds = {"event": event, "condition": condition, "semaphore": semaphore, "barrier": barrier}
        measure_trips(kinds[variant], warmup, measured)


main(*sys.argv[1:])
