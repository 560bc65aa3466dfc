#!/usr/bin/env python3
"""What the independent verifier says of packs that somebody changed, and that it waits for nobody."""
import json, os, pathlib, struct, tempfile, time, unittest

from verify_pack import following, genesis, leaf, verify

RECORDS = [b"first", b"second", b"third"]


def write(pack, records=RECORDS):
    head, chain = genesis("hours", "demo", 3, 64), bytearray()
    for body in records:
        head = following(head, leaf(body))
        chain += b"C" + struct.pack(">I", len(body)) + body + head
    (pack / "hours").mkdir()
    (pack / "hours" / "03.chain").write_bytes(chain)
    (pack / "manifest.json").write_text(json.dumps({"environment": "demo"}))
    (pack / "manifest.note").write_text("")
    (pack / "checkpoint.txt").write_text(f"aor/demo/heads\nhours 3 {len(records)} {head.hex()}\n")
    (pack / "shown.notes").write_text(f"hours 3 {len(records)} {len(records)}\n")


class Changed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pack = pathlib.Path(folder.name)
        self.chain = self.pack / "hours" / "03.chain"

    def test_as_written_it_is_sound(self):
        write(self.pack)
        self.assertIsNone(verify(self.pack))

    def test_a_changed_byte_is_named(self):
        write(self.pack)
        self.chain.write_bytes(self.chain.read_bytes().replace(b"second", b"sekond"))
        self.assertEqual(verify(self.pack), "log hours chain 3 sequence 2: not what was hashed")

    def test_pipes_and_links_are_no_files(self):
        for name in ("checkpoint.txt", "manifest.json", "shown.notes", "hours/03.chain", "more"):
            with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as elsewhere:
                pack = pathlib.Path(folder)
                write(pack)
                for make in (os.mkfifo, lambda path: os.symlink(elsewhere.name, path)):
                    (pack / name).unlink(missing_ok=True)
                    make(pack / name)
                    self.assertEqual(verify(pack), f"{name} is neither a file nor a folder")

    def test_what_the_checkpoint_does_not_speak_of_is_named(self):
        write(self.pack)
        (self.pack / "hours" / "04.chain").write_bytes(b"")
        self.assertEqual(verify(self.pack), "the checkpoint does not speak of hours/04.chain")

    def test_a_checkpoint_without_heads_proves_nothing(self):
        write(self.pack)
        (self.pack / "checkpoint.txt").write_text("")
        self.assertEqual(verify(self.pack), "checkpoint.txt speaks of no heads of demo")

    def test_a_head_told_twice_is_named(self):
        write(self.pack)
        notes = self.pack / "checkpoint.txt"
        notes.write_text(notes.read_text() * 2)
        self.assertEqual(verify(self.pack), "log hours chain 3: two notes say where it ends")

    def test_of_processes_apart_each_has_a_manifest_and_all_speak_of_one_tenant(self):
        write(self.pack)
        notes, second = self.pack / "checkpoint.txt", self.pack / "manifest-2.json"
        notes.write_text(notes.read_text() + "aor/demo/heads\n0\n")
        with self.assertRaises(FileNotFoundError):
            verify(self.pack)
        second.write_text(json.dumps({"environment": "demo"}))
        self.assertIsNone(verify(self.pack))
        second.write_text(json.dumps({"environment": "demo", "tenant": "u"}))
        self.assertEqual(verify(self.pack), "manifest-2.json is of tenant u, manifest.json of None")
        (self.pack / "manifest-3.json").write_text(json.dumps({"environment": "demo"}))
        self.assertEqual(verify(self.pack), "the checkpoint does not speak of manifest-3.json")

    def test_a_long_chain_takes_time_by_its_length(self):
        write(self.pack, [b"x" * 1000] * 20_000)
        begun = time.process_time()
        self.assertIsNone(verify(self.pack))
        self.assertLess(time.process_time() - begun, 10)  # copying the rest each time: minutes


if __name__ == "__main__":
    unittest.main()
