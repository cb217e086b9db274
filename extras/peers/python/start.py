"""Starts processes that do nothing, and takes the time until each is joined: the peer of the bench's Starting.

start.py "python fork"|"python forkserver"|"python spawn" ROLE BYTES DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS
"""
import multiprocessing
import sys
import time


def nothing():
    pass


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main(variant, _role, _size, _directory, _processes, warmup, measured):
    context = multiprocessing.get_context(variant.split()[1])
    begin_measured = time.perf_counter_ns() + int(warmup) * 1_000_000
    end = begin_measured + int(measured) * 1_000_000
    samples = []
    while time.perf_counter_ns() < end or not samples:
        begin = time.perf_counter_ns()
        process = context.Process(target=nothing)
        process.start()
        process.join()
        if begin >= begin_measured:
            samples.append(time.perf_counter_ns() - begin)
    samples.sort()
    print(f"RESULT\tp50\t{percentile(samples, 0.5)}")
    print(f"RESULT\tp99\t{percentile(samples, 0.99)}")
    print(f"RESULT\tmax\t{samples[-1]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
