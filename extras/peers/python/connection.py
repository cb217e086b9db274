"""Receives by multiprocessing.Pipe what a child sends: the peer of the bench's Talking.

connection.py "python objects"|"python bytes" ROLE SIZE DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS
"""
import multiprocessing
import struct
import sys
import time


def produce(connection, is_object, size):
    send = connection.send if is_object else connection.send_bytes
    rest = bytes(size - 8)
    message = bytearray(size)
    sequence = 0
    while True:
        if is_object:
            send(struct.pack("q", sequence) + rest)
        else:
            struct.pack_into("q", message, 0, sequence)
            send(message)
        sequence += 1


def main(variant, _role, size, _directory, _processes, warmup, measured):
    is_object = variant.endswith("objects")
    receiving, sending = multiprocessing.Pipe(False)
    child = multiprocessing.Process(target=produce, args=(sending, is_object, int(size)), daemon=True)
    child.start()
    receive = receiving.recv if is_object else receiving.recv_bytes
    batch = 100 if is_object else 5
    sequence = 0
    begin = time.perf_counter() + int(warmup) / 1000
    before = 0
    is_measured = False
    while True:
        for _ in range(batch):
            if struct.unpack_from("q", receive())[0] != sequence:
                raise AssertionError(f"lost, sequence={sequence}")
            sequence += 1
        now = time.perf_counter()
        if not is_measured:
            if now >= begin:
                is_measured, begin, before = True, now, sequence
        elif now - begin >= int(measured) / 1000:
            print(f"RESULT\trate\t{(sequence - before) / (now - begin)}")
            break
    child.kill()
    child.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
