"""`wijzer`: the commands of an operator."""

import os

import click

from base.config import from_env
from base.db import Database


@click.group()
def main() -> None:
    """DeventerWijzer: agenda and social map of a municipality."""


@main.command()
def migrate() -> None:
    """Bring the database of the settings up to date."""
    database = Database(from_env(os.environ).database_url)
    database.migrate()
    database.dispose()
    click.echo("De database is bij.")
