"""Whether the time of an answer tells what its words do not."""
import itertools
import math
import random
import time


def mann_whitney(first, second):
    """How often a value of the first is the larger one (ties count half: 0.5 tells nothing), and the two-sided p of
    the normal approximation, corrected for ties."""
    ranks, place, ties = {}, 0, 0
    for value, group in itertools.groupby(sorted(first + second)):
        size = len(list(group))
        ranks[value], place, ties = place + (size + 1) / 2, place + size, ties + size ** 3 - size
    n, m, both = len(first), len(second), len(first) + len(second)
    larger = sum(ranks[value] for value in first) - n * (n + 1) / 2
    deviation = math.sqrt(n * m / 12 * (both + 1 - ties / (both * (both - 1))))
    return larger / (n * m), math.erfc(abs(larger - n * m / 2) / deviation / math.sqrt(2))


def of_answers(wishes, token, calls, seed=1):
    """Nanoseconds of so many answers to each wish, asked in random order."""
    order = [number for number in range(len(wishes)) for _ in range(calls)]
    random.Random(seed).shuffle(order)
    times = [[] for _ in wishes]
    requests = [wish.method.worded(**wish.words) for wish in wishes]
    for number in order:
        begun = time.perf_counter_ns()
        wishes[number].method.call(requests[number], token)
        times[number].append(time.perf_counter_ns() - begun)
    return times
