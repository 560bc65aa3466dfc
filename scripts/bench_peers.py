"""Passes lines of figures on; those of four partitions get Kafka Streams as their peer.

usage: bench_peers.py STREAMS_LINES, or an empty name: no peer. A line of Streams has label (with
eos10t: exactly once, committed every 10 ms; alot: at least once), in_flight, per_s and p99_ms.
"""
import json
import statistics
import sys

PEERS = {"eos10t": "Kafka Streams exactly once", "alot": "Kafka Streams at least once"}


def streams(path):
    """(peer, in flight, p99 or not) -> median, in the units of the figures."""
    found = {}
    for line in open(path) if path else ():
        if not line.startswith("{"):
            continue
        row = json.loads(line)
        for part in row["label"].split("/"):
            if part in PEERS:
                found.setdefault((part, row["in_flight"], False), []).append(row["per_s"])
                found.setdefault((part, row["in_flight"], True), []).append(1000 * row["p99_ms"])
    return {key: statistics.median(values) for key, values in found.items()}


def against(row, peers):
    if ", partitions 4" not in row["figure"]:
        return
    in_flight, is_p99 = int(row["figure"].split(" in flight")[0].split()[-1]), row["figure"].endswith("p99")
    for part, name in PEERS.items():
        if (part, in_flight, is_p99) in peers:
            theirs = peers[part, in_flight, is_p99]
            ratio = theirs / row["value"] if is_p99 else row["value"] / theirs
            yield {**row, "figure": f"{row['figure']} ({theirs:.0f} by {name})", "ceiling": None, "ratio": None,
                   "goal": None, "peer": name, "peer_ratio": round(ratio, 3)}


def main():
    peers = streams(sys.argv[1])
    for line in sys.stdin:
        row = json.loads(line)
        for figure in (row, *against(row, peers)):
            print(json.dumps(figure), flush=True)


main()
