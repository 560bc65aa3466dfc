"""What the pages that are made from the protos share: the protos as protoc describes them, and writing or checking."""
import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2

ROOT = pathlib.Path(__file__).resolve().parent.parent


def described(*words):
    """The files that protoc is told of in these words."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "-Iproto", f"--descriptor_set_out={out.name}", *words], cwd=ROOT, check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes()).file


def write_or_check(name, page, text, missing):
    """Ends the program: with 1 and a line for all that is missing, and with --check for a page that is out of date."""
    if "--check" not in sys.argv:
        page.write_text(text)
    elif not page.exists() or page.read_text() != text:
        missing.append(f"{page.relative_to(ROOT)} is out of date: scripts/{name}.py writes it")
    for line in missing:
        print(f"{name}: {line}")
    sys.exit(bool(missing))
