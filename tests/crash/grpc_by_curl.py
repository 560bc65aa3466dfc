"""One gRPC call by curl and Google's own Python classes: nothing of ours reads the answer."""
import base64
import pathlib
import struct
import subprocess
import tempfile
import time
import urllib.parse

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2, status_pb2

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODES = ("OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED "
         "RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS "
         "UNAUTHENTICATED").split()


class Answer:
    """What came back: code, message, the hint when to try again (seconds, or None), and how long it took."""

    def __init__(self, headers, body, seconds):
        said = dict(line.split(": ", 1) for line in headers.splitlines() if ": " in line)
        self.code = CODES[int(said["grpc-status"])] if "grpc-status" in said else "NO_ANSWER"
        self.message = urllib.parse.unquote(said.get("grpc-message", ""))
        self.body, self.seconds, self.retry_after = body[5:], seconds, None
        details = said.get("grpc-status-details-bin", "")
        status = status_pb2.Status.FromString(base64.b64decode(details + "=" * (-len(details) % 4)))
        for detail in status.details:
            retry = error_details_pb2.RetryInfo()
            if detail.Unpack(retry):
                self.retry_after = retry.retry_delay.ToNanoseconds() / 1e9

    def __str__(self):
        return f"{self.code} after {self.seconds:.1f} s, retry after {self.retry_after}: {self.message}"


class Methods:
    """By what the protos say today."""

    def __init__(self):
        with tempfile.NamedTemporaryFile() as out:
            files = [str(file) for file in sorted((ROOT / "proto/aor").rglob("*_service.proto"))]
            subprocess.run(["protoc", f"-I{ROOT / 'proto'}", f"-I{ROOT / '.deps/googleapis'}", "--include_imports",
                            f"--descriptor_set_out={out.name}", *files], check=True)
            described = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes())
        self.pool = descriptor_pool.DescriptorPool()
        for file in described.file:
            self.pool.Add(file)

    def call(self, address, name, fields, token, seconds):
        """`name` as in aor.directory.v1.OrganisationService.RegisterClient."""
        method = self.pool.FindMethodByName(name)
        request = json_format.ParseDict(fields, message_factory.GetMessageClass(method.input_type)())
        bytes_ = request.SerializeToString()
        service, verb = name.rsplit(".", 1)
        begun = time.monotonic()
        with tempfile.NamedTemporaryFile() as headers, tempfile.NamedTemporaryFile() as body:
            subprocess.run(
                ["curl", "--silent", "--http2-prior-knowledge", "--max-time", str(seconds + 2), "-D", headers.name,
                 "-o", body.name, "-H", "content-type: application/grpc", "-H", "te: trailers",
                 "-H", f"grpc-timeout: {int(seconds * 1000)}m", "-H", f"authorization: Bearer {token}",
                 "--data-binary", "@-", f"http://{address}/{service}/{verb}"],
                input=b"\0" + struct.pack(">I", len(bytes_)) + bytes_, check=False)
            return Answer(pathlib.Path(headers.name).read_text(encoding="utf-8"), pathlib.Path(body.name).read_bytes(),
                          time.monotonic() - begun)
