#!/usr/bin/env python3
"""An independent verifier: the chain rule of a pack in a few lines, no code of the suite.

usage: verify_pack.py PACK_DIRECTORY        exit 0: every chain ends at its signed head
       verify_pack.py --vectors             prints the golden vectors as JSON
The signature is the checkpoint's own business: `aorctl audit verify`, or any C2SP note tool. So is, of
processes apart, whether the parts are of one moment: their signed manifests say so.
"""
import hashlib, json, pathlib, struct, sys

NOTES = "checkpoint.txt", "manifest.json", "manifest.note", "shown.notes"

def text(s):
    return struct.pack(">I", len(s.encode())) + s.encode()

def genesis(log, environment, chain, count):
    return hashlib.sha256(b"aor-genesis-v1" + text(log) + text(environment)
                          + struct.pack(">II", chain, count)).digest()

def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()

def following(head, leaf_hash):
    return hashlib.sha256(b"aor-chain-v1" + head + leaf_hash).digest()

def chain_of(key):
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % 64

def manifests(pack, count):
    """Of each process that signed a checkpoint one."""
    return [pack / ("manifest.json" if number == 1 else f"manifest-{number}.json")
            for number in range(1, count + 1)]

def disagreement(files):
    said = [json.loads(file.read_text()) for file in files]
    for file, one in zip(files, said):
        for word in "environment", "tenant":
            if one.get(word) != said[0].get(word):
                return f"{file.name} is of {word} {one.get(word)}, manifest.json of {said[0].get(word)}"
    return None

def verify(pack):
    for path in sorted(pack.rglob("*")):  # a pipe would be waited for, a link leads elsewhere
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            return f"{path.relative_to(pack)} is neither a file nor a folder"
    environment = json.loads((pack / "manifest.json").read_text())["environment"]
    total, shown, known = 0, {}, {pack / name for name in NOTES}
    for words in map(str.split, (pack / "shown.notes").read_text().splitlines()):
        if len(words) == 4:
            if tuple(words[:2]) in shown:
                return f"log {words[0]} chain {words[1]}: two notes say what it shows"
            shown[words[0], words[1]] = words[2:]
    notes = (pack / "checkpoint.txt").read_text()  # of each process that wrote
    if not notes.startswith(f"aor/{environment}/heads\n"):
        return f"checkpoint.txt speaks of no heads of {environment}"
    signed_apart = manifests(pack, notes.splitlines().count(f"aor/{environment}/heads"))
    known.update(signed_apart)
    for log, chain, sequence, signed in (w for w in map(str.split, notes.splitlines()) if len(w) == 4):
        head, number, commits = genesis(log, environment, int(chain), 64), 0, 0
        file = pack / log / f"{int(chain):02d}.chain"
        if file in known:
            return f"log {log} chain {chain}: two notes say where it ends"
        known.add(file)
        data = memoryview(file.read_bytes())
        while data:
            size = struct.unpack(">I", data[1:5])[0]
            body, said, number = data[5:5 + size], data[5 + size:37 + size], number + 1
            commits += data[:1] == b"C"
            head = following(head, body if data[:1] == b"L" else leaf(body))
            if head != said:
                return f"log {log} chain {chain} sequence {number}: not what was hashed"
            data = data[37 + size:]
        if head.hex() != signed or number != int(sequence):
            return f"log {log} chain {chain}: does not end at the signed head"
        if shown.get((log, chain)) != [sequence, str(commits)]:
            return f"log {log} chain {chain}: shows {commits} commits, signed were {shown.get((log, chain))}"
        total += number
    for path in sorted(path for path in pack.rglob("*") if path.is_file() and path not in known):
        return f"the checkpoint does not speak of {path.relative_to(pack)}"
    if wrong := disagreement(signed_apart):
        return wrong
    print(f"{total} records on their chains")
    return None

def vectors():
    a = genesis("timesheet", "production", 0, 64)
    b = following(a, leaf(b""))
    return {"genesis timesheet production 0 64": a.hex(),
            "genesis payroll demo 63 64": genesis("payroll", "demo", 63, 64).hex(),
            "leaf of nothing": leaf(b"").hex(), "leaf of abc": leaf(b"abc").hex(),
            "head after nothing": b.hex(), "head after nothing, abc": following(b, leaf(b"abc")).hex(),
            "chain of alpina/ada": chain_of("alpina/ada"), "chain of the empty key": chain_of("")}

if __name__ == "__main__":
    if sys.argv[1:] == ["--vectors"]:
        print(json.dumps(vectors(), indent=1))
    elif len(sys.argv) != 2:
        sys.exit(__doc__)
    else:
        try:
            wrong = verify(pathlib.Path(sys.argv[1]))
        except OSError as missing:
            wrong = f"the pack has no {missing.filename}"
        # json's and text's errors are ValueErrors
        except (ValueError, KeyError, TypeError, AttributeError, struct.error) as broken:
            wrong = f"a file of the pack cannot be read: {broken!r}"
        print(wrong or "sound")
        sys.exit(1 if wrong else 0)
