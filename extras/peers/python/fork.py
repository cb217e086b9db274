"""Makes children of a process with a given amount of memory, and takes the time: the peer of the bench's Forking.

fork.py "python fork"|"python start+join" ROLE BYTES DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS
"""
import os
import sys
import time


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main(variant, _role, size, _directory, _processes, warmup, measured):
    memory = bytearray(b"x") * int(size)
    joined = variant.endswith("start+join")
    begin_measured = time.perf_counter_ns() + int(warmup) * 1_000_000
    end = begin_measured + int(measured) * 1_000_000
    samples = []
    while time.perf_counter_ns() < end or not samples:
        begin = time.perf_counter_ns()
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        forked = time.perf_counter_ns()
        os.waitpid(pid, 0)
        if begin >= begin_measured:
            samples.append((time.perf_counter_ns() if joined else forked) - begin)
    samples.sort()
    print(f"RESULT\tp50\t{percentile(samples, 0.5)}")
    print(f"RESULT\tp99\t{percentile(samples, 0.99)}")
    print(f"RESULT\tmax\t{samples[-1]}")
    del memory


main(*sys.argv[1:])
