"""The outbox: what was mailed to whom, and what waits. The demonstration sends nothing."""

from flask import Blueprint, render_template

from accounts import mail
from web.desk.context import desk
from web.desk.forms import page_number

pages = Blueprint("letters", __name__, url_prefix="/post")
PER_PAGE = 30


@pages.get("/")
def outbox() -> str:
    number = page_number()
    with desk().database.read_scope() as db:
        found = mail.outbox(db, limit=PER_PAGE + 1, offset=PER_PAGE * (number - 1))
    return render_template(
        "desk/letters.html",
        letters=found[:PER_PAGE],
        has_more=len(found) > PER_PAGE,
        number=number,
        is_sending=bool(desk().settings.mail_url),
    )
