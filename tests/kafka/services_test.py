"""All services as processes of their own on a real broker: a programme is imported through all of
them, all settle, one pack of all their logs is sound by their keys, each is backed up; one that finds
wrong topics does not start; then one is killed, loses its disk, and comes back from its topics."""
import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "tests/crash")]
from folder import folder_of_test  # noqa: E402
from free_ports import free_ports  # noqa: E402

SERVICES = (ROOT / "services/contexts").read_text().split()
PATIENCE = 150  # seconds, for a machine that does much else


class Up:
    def __init__(self, home):
        self.home = home
        self.lines, self.ready = [], threading.Event()
        environment = dict(os.environ, FIRST_PORT=str(free_ports(len(SERVICES))), PARTITIONS="2")
        self.process = subprocess.Popen([ROOT / "scripts/up.sh", home], cwd=ROOT, env=environment,
                                        text=True, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        threading.Thread(target=self.read, daemon=True).start()
        self.ready.wait(2 * PATIENCE)  # ten processes, one after the other
        variables = next((l for l in self.lines if l.startswith("export ")), "").split()[1:]
        if not variables:
            self.down()
            raise SystemExit("not up: " + "".join(self.lines))
        self.variables = dict(v.split("=", 1) for v in variables)

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("export "):
                self.ready.set()
        self.ready.set()  # it has ended

    def aor(self, *words, patience=PATIENCE):
        """The same request until it is answered well: what it needs may be on its way from elsewhere."""
        environment = dict(os.environ, **self.variables, AOR_TENANT="alpina",
                           AOR_AS="office:consultant,finance,administrator,auditor")
        end = time.monotonic() + patience
        while True:
            done = subprocess.run([ROOT / "build/bin/aorctl", *words], text=True, env=environment,
                                  capture_output=True, check=False)
            if done.returncode == 0:
                return done.stdout
            if time.monotonic() > end:
                raise SystemExit(f"aorctl {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
            time.sleep(0.2)

    @staticmethod
    def until(found, what):
        """What it finds, soon: views follow their logs."""
        end = time.monotonic() + PATIENCE
        while not (one := found()):
            if time.monotonic() > end:
                raise SystemExit(f"it never came to this: {what}")
            time.sleep(0.2)
        return one

    def same(self, words, expected, what):
        self.until(lambda: self.aor(*words, "--output=json") == expected, what)

    def process_of(self, service):
        wanted = f"--data_directory={self.home}/{service}".encode()
        for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
            except OSError:
                continue
            if wanted in words:
                return int(entry.parent.name), [w.decode() for w in words if w]
        raise SystemExit(f"{service} does not run")

    def down(self):
        """In order; who does not end is ended, and what the test found is what is told."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            print("up.sh does not end: " + "".join(self.lines[-5:]), file=sys.stderr, flush=True)
            self.process.kill()


def prove(up):
    """A pack of all processes; no key may speak for another's log, and no log may be left out."""
    up.aor("month", "wait")
    keys = dict(line.split("=") for line in up.aor("audit", "key").split())
    if len(set(keys.values())) != len(SERVICES):
        raise SystemExit(f"not a key for each: {keys}")
    pack = up.home / "pack"
    up.aor("audit", "export", pack)

    def verdict(given):
        words = ["audit", "verify", pack, "--public-key=" + ",".join(f"{l}={k}" for l, k in given.items())]
        return subprocess.run([ROOT / "build/bin/aorctl", *words], text=True, capture_output=True,
                              check=False).stdout
    if "\nsound\n" not in verdict(keys):
        raise SystemExit("the pack is not sound: " + verdict(keys))
    if len(list(pack.glob("manifest*.json"))) != len(SERVICES):
        raise SystemExit("not a manifest of each process")
    subprocess.run([sys.executable, ROOT / "tests/golden/verify_pack.py", pack], check=True)
    swapped = dict(keys, engagements=keys["directory"], directory=keys["engagements"])
    notes = (pack / "checkpoint.txt").read_text()
    if "speaks of log directory, whose key did not sign it" not in verdict(swapped):
        raise SystemExit("another's key speaks for the directory: " + verdict(swapped))
    without = [note for note in notes.replace("\n\n", "\0").split("aor/development/heads\n")
               if note and "\ndirectory " not in note]
    (pack / "checkpoint.txt").write_text("".join("aor/development/heads\n" + note.replace("\0", "\n\n")
                                                 for note in without))
    if "no checkpoint by the key of directory" not in verdict(keys):
        raise SystemExit("a log was left out unnoticed: " + verdict(keys))


def back_up(up):
    up.aor("backup", "first")
    for service in SERVICES:
        for part in ("log", "keyring"):
            if not (up.home / f"{service}-backups/first" / part / "CURRENT").exists():
                raise SystemExit(f"{service} has no backup of its {part}")


def refusals(up):
    """A topic that is not there, or is not as it must be: one line that names it, and code 2."""
    _, command = up.process_of("directory")
    for flag, line in (("--kafka_topic_version=v9", "development.directory.log.v9"),
                       ("--kafka_partitions=4", "the number of partitions is 2, must be 4")):
        words = [*command, f"--data_directory={up.home}/refused", "--listen=127.0.0.1:0", "--metrics=off",
                 f"--wrapping_key_file={up.home}/directory/wrapping-key", flag]
        done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, timeout=PATIENCE, check=False)
        said = done.stderr.strip().splitlines()
        if done.returncode != 2 or len(said) != 1 or line not in said[0]:
            raise SystemExit(f"{flag}: code {done.returncode}, said {said}")


def restart(up, service, lost, again, metrics="off"):
    """Kills it, takes away what is lost, puts back what `again` does, and starts it as it was."""
    pid, command = up.process_of(service)
    os.kill(pid, signal.SIGKILL)
    secret = (up.home / service / "wrapping-key").read_text()
    for name in lost:
        shutil.rmtree(up.home / name)
    again(up.home / service)
    key = up.home / service / "wrapping-key"  # a new pod has its secret, and nothing else
    key.touch(mode=0o600)
    key.write_text(secret)
    command = [f"--metrics={metrics}" if word.startswith("--metrics=") else word for word in command]
    if health(up).returncode == 0:
        raise SystemExit("a process is gone, and aorctl health says that all is well")
    with open(up.home / f"{service}.log", "ab") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)


def well(up):
    end = time.monotonic() + PATIENCE
    while health(up).returncode != 0 and time.monotonic() < end:
        time.sleep(0.2)
    if health(up).returncode != 0:
        raise SystemExit(f"not all is well: {health(up).stdout}")


def read_again(up):
    """A pod that starts empty reads its topics from the beginning."""
    person = up.aor("get-person", "c01", "--output=json")
    client = up.aor("get-client", "horlogerie", "--output=json")
    metrics = f"127.0.0.1:{free_ports(1)}"
    process = restart(up, "directory", ("directory", "directory-anchor"), pathlib.Path.mkdir, metrics)
    up.same(("get-client", "horlogerie"), client, "the directory comes back with the same client")
    up.same(("get-person", "c01"), person, "the directory comes back with the keys of a person")
    well(up)
    read, there = records(metrics)
    if read != there or read == 0:
        raise SystemExit(f"read {read} of {there} records")
    return process


def restored(up):
    """A pod whose disk is lost begins with a backup, and reads from there on what came since."""
    up.aor("create-quote", "--quote_id=since-the-backup", "--client_id=horlogerie", "--legal_entity_id=geneva",
           "--title=Renfort", "--wish.engagement_kind=TEMP", "--wish.jurisdiction=CH-GE", "--wish.currency_code=CHF",
           "--wish.unit=HOUR", "--wish.base_wage=30.00", "--wish.cba_id=GAV-PERSONALVERLEIH", "--wish.skill=SKILLED",
           "--wish.held=TARIFF", "--wish.held_value=54.00", "--wish.work_date=2026-11-09", "--request_id=since-the-backup")
    quotes = ("list-quotes", "--client_id=horlogerie")
    up.until(lambda: "since-the-backup" in up.aor(*quotes, "--output=json"), "the quote is listed")
    listed = up.aor(*quotes, "--output=json")
    backup = up.home / "engagements-backups/first"
    process = restart(up, "engagements", ("engagements",),
                      lambda data: subprocess.run([ROOT / "build/bin/aorctl", "restore", backup, data], check=True,
                                                  stdout=subprocess.DEVNULL))
    up.same(quotes, listed, "engagements comes back from the backup with the same quotes")
    well(up)
    return process


def health(up):
    return subprocess.run([ROOT / "build/bin/aorctl", "health"], text=True, capture_output=True, check=False,
                          env=dict(os.environ, **up.variables))


def records(metrics):
    page = urllib.request.urlopen(f"http://{metrics}/metrics", timeout=PATIENCE).read().decode()
    return [float(v) for v in re.findall(r'^aor_log_records(?:_read)?\{log="directory"\} (\S+)', page, re.M)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--keep", action="store_true", help="leave the folder for a look")
    keep = arguments.parse_args().keep
    with folder_of_test("aor-services-", keep) as home:
        live(home)


def live(home):
    up, again = Up(home), []
    try:
        programme = ROOT / "examples/alpina/programme"
        for file in sorted(programme.glob("*.csv")):
            folder = home / "import" / file.stem
            folder.mkdir(parents=True)
            shutil.copy(file, folder)
            up.aor("import", folder)
        prove(up)
        back_up(up)
        refusals(up)
        again.append(read_again(up))
        again.append(restored(up))
        print(f"imported {len(list(programme.glob('*.csv')))} files through {len(SERVICES)} processes;"
              " the directory was read again from its topics, engagements from a backup on")
    finally:
        for process in again:
            process.terminate()
            process.wait(PATIENCE)
        up.down()


if __name__ == "__main__":
    main()
