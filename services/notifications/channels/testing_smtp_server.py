"""A mail server for tests (aiosmtpd): TLS by STARTTLS, and moods by the recipient's local part.
   testing_smtp_server.py FOLDER writes ca.pem and port there, and mails.jsonl as mails come."""
import asyncio, json, ssl, subprocess, sys, time
from pathlib import Path

from aiosmtpd.smtp import SMTP

folder = Path(sys.argv[1])


def certificate():
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", folder / "key.pem", "-out", folder / "ca.pem", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


class Moods:
    def __init__(self):
        self.later = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("unwanted@"):
            return "550 5.7.1 sender not authorised"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = address.split("@")[0]
        if mood == "refused":
            return f"550 5.1.1 <{address}> is not known here"
        if mood == "later" and address not in self.later:
            self.later.add(address)
            return "451 4.7.1 come again"
        if mood == "busy":
            return "451 4.3.2 busy"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        mood = envelope.rcpt_tos[0].split("@")[0]
        if mood == "hangs":
            await asyncio.sleep(3600)
        if mood == "spam":
            return "554 5.7.1 not wanted"
        with open(folder / "mails.jsonl", "a") as mails:
            mails.write(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                                    "text": envelope.content.decode("utf8", "replace")}) + "\n")
        if mood == "cut":  # taken, and nobody hears of it
            server.transport.abort()
        if mood == "slow":
            await asyncio.sleep(float(envelope.rcpt_tos[0].split("@")[1].split(".")[0]))
        return "250 2.0.0 queued as 4711"


async def main():
    context, moods = certificate(), Moods()
    make = lambda: SMTP(moods, hostname="localhost", tls_context=context, require_starttls=True)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    beside = folder / ".port"
    beside.write_text(str(server.sockets[0].getsockname()[1]))
    beside.rename(folder / "port")
    await server.serve_forever()

asyncio.run(main())
