"""The handbook at the desk itself: what each state means, what to do when."""

from flask import Blueprint, render_template

pages = Blueprint("handbook", __name__, url_prefix="/handboek")


@pages.get("/")
def handbook() -> str:
    return render_template("desk/handbook.html")
