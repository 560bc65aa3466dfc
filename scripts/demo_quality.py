"""A participant of the training mission says how it was: by the link in the mail, without an account, once."""
import email
import email.policy
import json
import os
import pathlib
import re
import time

import demo_screens as screens
from demo_read import call

OUTBOX = pathlib.Path(os.environ["DEMO_OUT"]) / "data/files/notifications/outbox"
PATIENCE = 30  # seconds until a mail has left
ASKS = ("How was the session", "Votre avis sur", "Wie war")
ANSWERS = [{"question_id": "overall", "points": 5}, {"question_id": "facilitation", "points": 5},
           {"question_id": "expectations", "points": 4}, {"question_id": "better", "words": "Une pause de plus."}]


def mails():
    for file in OUTBOX.glob("*.eml"):
        yield email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def link_for(address):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for mail in mails():
            link = re.search(r"/q/(\S+)", mail.get_body(("plain",)).get_content())
            if link and address in mail["To"] and mail["Subject"].startswith(ASKS):
                return link[1]
        time.sleep(0.2)
    raise SystemExit(f"demo: no mail asked {address}")


def by_link(verb, **request):
    return call(verb, f"--json={json.dumps(request)}", who="")


def refusal(verb, **request):
    try:
        by_link(verb, **request)
    except SystemExit as refused:
        return re.search(r"\b(LINK_\w+|UNAUTHENTICATED)\b", str(refused))[1]
    return "taken"


def asked_by_mail(mission, session, address):
    if not OUTBOX.is_dir():  # another process's
        return
    link = link_for(address)
    asked = by_link("get-questionnaire", link=link)["questionnaire"]
    screens.check("a participant opens the questionnaire by the link in the mail", "satisfaction 1",
                  f"{asked['questionnaire_id']} {asked['version']}")
    by_link("answer-questionnaire", link=link, answers=ANSWERS)
    screens.check("the same link again", "LINK_USED", refusal("answer-questionnaire", link=link, answers=ANSWERS))
    screens.check("a link that nobody signed", "UNAUTHENTICATED",
                  refusal("answer-questionnaire", link=link[:-1], answers=ANSWERS))
    call("wait-for", timeout="30s")
    quality = call("get-mission-quality", mission_id=mission, session_id=session, who="tess:permanent_team")["quality"]
    satisfaction = next(one for one in quality["results"] if one["questionnaire_id"] == "satisfaction")
    screens.check(f"what is known of {session}", "1 of 3 who were asked answered: too few for a figure.",
                  satisfaction["sentence"])
