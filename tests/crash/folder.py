"""The folder of a test that starts processes: what they said is told if it fails, then all of it goes."""
import contextlib
import pathlib
import shutil
import sys
import tempfile

TOLD = 2500  # bytes of the end of each log


@contextlib.contextmanager
def folder_of_test(prefix, keep=False):
    home = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield home
    except BaseException:
        tell_logs(home)
        raise
    finally:
        if keep:
            print(f"files: {home}", flush=True)
        else:
            shutil.rmtree(home, ignore_errors=True)


def tell_logs(home):
    """The ends of all: whoever reads a failure elsewhere has nothing else."""
    for log in sorted(home.rglob("*.log")):
        if log.is_file() and log.name[:-4].isdigit():
            continue  # a store's own
        end = log.read_bytes()[-TOLD:].decode(errors="replace") if log.is_file() else ""
        if end.strip():
            print(f"--- {log.relative_to(home)}\n{end}", file=sys.stderr, flush=True)
