"""Whether the time of an answer tells what its words do not."""
import itertools
import math
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


def of_answers(groups, token, calls, chance):
    """Nanoseconds of so many answers to each group of wishes, asked in random order. Of many keys: where the one lies
    that is asked for may cost more than where the other does, and tells nothing."""
    order = [number for number in range(len(groups)) for _ in range(calls)]
    chance.shuffle(order)
    times = [[] for _ in groups]
    requests = [[(wish.method, wish.method.worded(**wish.words)) for wish in group] for group in groups]
    for number in order:
        method, request = chance.choice(requests[number])
        begun = time.perf_counter_ns()
        method.call(request, token)
        times[number].append(time.perf_counter_ns() - begun)
    return times
