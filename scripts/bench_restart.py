"""How soon the suite on Kafka takes a command again: with its state, and with none, so that it reads
the topics from their beginning. Lines of figures on standard output.

usage: bench_restart.py BIN DATA_DIRECTORY BROKER PARTITIONS STREAMS_LINES, or an empty name: no peer.
The suite that made DATA_DIRECTORY has ended; commands_bench made its contracts. A line of Streams
has label restore/…, restart_with_state_ms and rebuild_process_start_to_running_ms for 1 000 000 keys.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

sys.path.append(os.path.join(os.path.dirname(__file__), "../tests/crash"))
from free_ports import free_ports  # noqa: E402
from grpc_by_curl import Methods  # noqa: E402

BIN, DATA, BROKER, PARTITIONS, STREAMS = sys.argv[1:6]
RUNS, LONGEST = 3, 120
TOPIC = "development.timesheet.log.v1"


def records():
    asked = [f"-t{TOPIC}:{n}:-1" for n in range(int(PARTITIONS))]
    told = subprocess.run(["kcat", "-b", BROKER, "-Q", *asked], check=True, capture_output=True, text=True).stdout
    return sum(int(offset) for offset in re.findall(r"offset (\d+)", told))


METHODS, RECORD_HOURS = Methods(), "aor.timesheet.v1.TimesheetService.RecordHours"


def token():
    return subprocess.run([f"{BIN}/aorctl", "token", f"--issuer-key={DATA}/issuer-key.pem", "--tenant=bench", "--as=nina:consultant"],
                          check=True, capture_output=True, text=True).stdout.strip()


def record_hours(address, n, by):
    """Not by aorctl: what is refused it tries again by itself, after longer and longer pauses."""
    day = f"2026-10-{1 + n:02d}"
    time_of = {"start": f"{day}T16:00:00Z", "end": f"{day}T17:00:00Z", "zone": "Europe/Zurich"}
    return METHODS.call(address, RECORD_HOURS, {
        "request_id": f"again-{n}", "worker_id": "w0",
        "entries": [{"entry_id": f"again-{n}", "contract_id": "k0", "time": time_of}]}, by, 1)


def seconds_to_first_command(n):
    """The suite is started, used once and killed."""
    address, by, begun = f"127.0.0.1:{free_ports()}", token(), time.monotonic()
    suite = subprocess.Popen(
        [f"{BIN}/suite", f"--data_directory={DATA}", f"--listen={address}", "--metrics=off", "--log=kafka",
         f"--kafka_brokers={BROKER}", f"--kafka_partitions={PARTITIONS}", "--public_topics=off",
         "--development_clock=2026-09-28T06:00:00Z", "--log_level=warning"], stdout=subprocess.DEVNULL)
    try:
        while (answer := record_hours(address, n, by)).code != "OK":
            if time.monotonic() - begun > LONGEST or suite.poll() is not None:
                sys.exit(f"bench: no command after a restart: {answer}")
            time.sleep(0.01)
        return time.monotonic() - begun
    finally:
        suite.kill()
        suite.wait()


def forget_state():
    for folder in ("log", "views"):
        shutil.rmtree(os.path.join(DATA, folder))


def median_ms(name):
    rows = [json.loads(line) for line in open(STREAMS) if "restore/" in line] if STREAMS else []
    return statistics.median(row[name] for row in rows) if rows else None


def tell(figure, seconds, theirs_ms, asked):
    print(json.dumps({"figure": figure, "value": round(seconds, 2), "unit": "s", "ceiling": asked,
                      "ratio": round(asked / seconds, 3), "goal": 1, "peer": theirs_ms and "Kafka Streams",
                      "peer_ratio": theirs_ms and round(theirs_ms / 1000 / seconds, 3)}), flush=True)


def main():
    events, warm, cold = records(), [], []
    for run in range(RUNS):
        warm.append(seconds_to_first_command(2 * run))
        forget_state()
        cold.append(seconds_to_first_command(2 * run + 1))
    tell("killed, restart with state to first command, asked 1 s", statistics.median(warm),
         median_ms("restart_with_state_ms"), 1.0)
    tell(f"from nothing to first command, {events} records, asked 1 s a million, or 1 s",
         statistics.median(cold), None, max(1.0, events / 1e6))


main()
