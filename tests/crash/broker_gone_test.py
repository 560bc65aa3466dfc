#!/usr/bin/env python3
"""The broker is gone for minutes, stopped or killed, under seven services, five of which are read and written meanwhile.

What is promised: reads go on. A command is answered within its deadline, with a hint when to send it again: UNAVAILABLE,
which says that it was not written, except for those that were on their way when the broker went: UNKNOWN, which may be
sent again with the same request_id. Health says so, and yet no probe takes the services away. When the broker is
back everything follows soon; what was acknowledged is there once, and what was UNAVAILABLE is not there.
With --kill some services are killed meanwhile and started again, as a supervisor would: they wait for the broker, answer
nobody until then, and come back by themselves.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import random
import subprocess
import threading
import time

from apart import SERVICES, Apart
from folder import folder_of_test
from grpc_by_curl import ROOT, Methods
from running_suite import ROLES

# What is promised holds on a machine of its own (AOR_QUIET_MACHINE=1); one that does much else gets three times as long,
# and stops somebody more often.
QUIET = "AOR_QUIET_MACHINE" in os.environ
LONGER = 1 if QUIET else 3
DEADLINE = 3  # seconds, of every call
AWARE = 4.5 * LONGER  # seconds until every process knows that nobody answers, also one that had nothing to write
SLOW = 0.01 if QUIET else 0.1  # of the commands may be late
BACK = 30 * LONGER  # seconds after which all is as before
WRITERS, READERS = 4, 2
REGISTER = "aor.directory.v1.OrganisationService.RegisterClient", "aor.directory.v1.PersonService.RegisterPerson"
READS = {"directory": "aor.directory.v1.OrganisationService.ListClients",
         "engagements": "aor.engagements.v1.EngagementsService.ListContracts",
         "timesheet": "aor.timesheet.v1.TimesheetService.ListWeeks",
         "invoicing": "aor.invoicing.v1.InvoicingService.ListInvoices",
         "payroll": "aor.payroll.v1.PayrollService.ListPayslips"}
OF = {"invoicing": {"legal_entity_id": "geneva"}}
PLACE = {"street": "Rue du Rhône", "building_number": "14", "postal_code": "1204", "town": "Genève",
         "country_code": "CH"}


class Wish:
    """A client or a person to register, sent once or, if nobody knows what became of it, until that is known."""

    def __init__(self, number):
        self.id = f"late-{number}"
        self.method = REGISTER[number % 5 == 0]
        self.fields = {"request_id": f"00000000-0000-4000-8000-{number:012}", "address": PLACE}
        if self.method == REGISTER[0]:
            self.fields |= {"client_id": self.id, "name": f"Client {number}", "billing_cadence": "BILLING_CADENCE_MONTHLY",
                            "consolidation": "CONSOLIDATION_CLIENT", "legal_entity_id": "geneva", "language": "fr"}
        else:  # needs a key of its own, in a topic
            self.fields |= {"person_id": self.id, "language": "fr",
                            "name": {"given_name": "Ada", "family_name": f"Late {number}"}}
        self.sent_at = self.answer = None


class Callers:
    """Who writes and reads all the time, and what they were told."""

    def __init__(self, apart):
        self.apart, self.methods, self.over = apart, Methods(), threading.Event()
        self.token = apart.insist("token").strip()
        self.wishes, self.reads, self.lock = [], [], threading.Lock()
        self.threads = [threading.Thread(target=self.write, daemon=True) for _ in range(WRITERS)]
        self.threads += [threading.Thread(target=self.read, daemon=True) for _ in range(READERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def call(self, service, method, fields):
        address = f"127.0.0.1:{self.apart.port_of(service)}"
        return self.methods.call(address, method, fields, self.token, DEADLINE)

    def send(self, wish):
        wish.sent_at = time.monotonic()
        wish.answer = self.call("directory", wish.method, wish.fields)

    def write(self):
        while not self.over.wait(0.1):
            with self.lock:
                wish = Wish(len(self.wishes) + 1)
                self.wishes.append(wish)
            self.send(wish)

    def read(self):
        while not self.over.is_set():
            for service, method in READS.items():
                self.reads.append((service, self.call(service, method, {"page_size": 5, **OF.get(service, {})})))
                if self.over.wait(0.1):
                    return


def must(condition, what):
    if not condition:
        raise SystemExit(what)


def health(apart):
    environment = {"AOR_SERVER": f"127.0.0.1:{apart.port_of('directory')}", "AOR_PEERS": apart.peers()}
    done = subprocess.run([apart.programs / "aorctl", "health"], env=environment, text=True, capture_output=True,
                          check=False)
    return done.returncode == 0, done.stdout


def kill_and_start(apart, victims):
    for service in victims:
        pod = apart.pods[service][0]
        apart.kill_pod(pod)
        apart.start_pod(pod)


def while_gone(apart, how, seconds, victims):
    """When it went, and when every process had said so."""
    apart.broker("pause" if how == "stopped" else "kill", apart.broker_dir)
    gone_at = time.monotonic()
    said_at = None
    while time.monotonic() < gone_at + seconds:
        well, said = health(apart)
        if not well and said_at is None:
            said_at = time.monotonic() - gone_at
        if victims and time.monotonic() > gone_at + seconds / 2:
            kill_and_start(apart, victims)
            victims = ()
        time.sleep(0.5)
    must(said_at is not None and not well, f"the broker is gone, and health says that all is well: {said}")
    apart.broker("resume" if how == "stopped" else "restart", apart.broker_dir)
    return gone_at, time.monotonic(), said_at


def back(apart):
    """Until every process says that all is well."""
    begun = time.monotonic()
    while not health(apart)[0]:
        must(time.monotonic() < begun + BACK, f"{BACK} s after the broker was back: {health(apart)[1]}")
        time.sleep(0.2)
    return time.monotonic() - begun


def check_answers(wishes, gone_at, back_at, victims, killed_at):
    """Of all that was asked while the broker did not answer, and the directory was there."""
    until = min(back_at, killed_at if "directory" in victims else back_at) - DEADLINE
    meanwhile = [wish for wish in wishes if gone_at < wish.sent_at < until]
    codes = collections.Counter(wish.answer.code for wish in meanwhile)
    must(sum(codes.values()) > 10, f"too few commands while the broker was gone: {codes}")
    slow = []
    for wish in meanwhile:
        late = wish.sent_at > gone_at + AWARE
        said = f"{wish.method} sent {wish.sent_at - gone_at:.1f} s after the broker went: {wish.answer}"
        must(wish.answer.code in ("UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED"), said)
        must(wish.answer.retry_after or wish.answer.code == "DEADLINE_EXCEEDED", f"no hint when to try again: {said}")
        if wish.answer.seconds >= DEADLINE or (late and wish.answer.code != "UNAVAILABLE"):
            slow.append(said)
    must(len(slow) <= len(meanwhile) * SLOW, "\n".join(slow))
    return codes


def check_what_stands(callers, apart):
    """Acknowledged: once. Not written, and not sent again: not there."""
    for wish in callers.wishes:
        while wish.answer.code in ("UNKNOWN", "DEADLINE_EXCEEDED", "NO_ANSWER"):  # until somebody knows
            callers.send(wish)
    apart.settle()
    people = {row["person_id"] for row in apart.every("persons", "list-persons")}
    clients = collections.Counter(row["registered"]["client_id"] for row in apart.every("clients", "list-clients"))
    for wish in callers.wishes:
        stands = clients[wish.id] if wish.method == REGISTER[0] else int(wish.id in people)
        if wish.answer.code == "OK":
            must(stands == 1, f"{wish.id} was acknowledged and stands {stands} times")
        elif wish.answer.code == "UNAVAILABLE":
            must(stands == 0, f"{wish.id} was called not written, and stands")
        else:
            raise SystemExit(f"{wish.id}: {wish.answer}")


def live(options, home):
    apart = Apart(options.programs, home, options.seed, pods={})
    apart.revive()
    apart.insist("import", str(ROOT / "examples/alpina/programme"))
    apart.settle()
    chance = random.Random(options.seed)
    how = chance.choice(("stopped", "killed")) if options.how == "either" else options.how
    victims = chance.sample(SERVICES, options.kill)
    with Callers(apart) as callers:
        time.sleep(2)
        gone_at, back_at, said_after = while_gone(apart, how, options.seconds, victims)
        well_after = back(apart)
        time.sleep(2)
    codes = check_answers(callers.wishes, gone_at, back_at, victims, gone_at + options.seconds / 2)
    for service, answer in callers.reads:
        must(answer.code == "OK" or service in victims, f"a read of {service}: {answer}")
    must(callers.wishes[-1].answer.code == "OK", f"no command is taken again: {callers.wishes[-1].answer}")
    check_what_stands(callers, apart)
    apart.stop()
    return {"date": f"{datetime.date.today()}", "program": "broker_gone_test", "seed": options.seed, "how": how,
            "seconds": options.seconds, "killed": victims, "reads": len(callers.reads), "commands_meanwhile": codes,
            "acknowledged": sum(wish.answer.code == "OK" for wish in callers.wishes),
            "health_said_so_after": round(said_after, 1), "well_after": round(well_after, 1),
            "longest_answer": round(max(wish.answer.seconds for wish in callers.wishes), 1)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--seconds", type=int, default=25, help="without a broker")
    arguments.add_argument("--kill", type=int, default=0, help="so many services are killed meanwhile")
    arguments.add_argument("--how", choices=("stopped", "killed", "either"), default="either")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--report", type=pathlib.Path, help="a line of JSON is added to it")
    options = arguments.parse_args()
    with folder_of_test("aor-broker-gone-") as home:
        report = json.dumps(live(options, home))
        print(report)
        if options.report:
            with options.report.open("a", encoding="utf-8") as file:
                file.write(report + "\n")


if __name__ == "__main__":
    main()
