"""`serve`: its options and help. What it does is imported when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from glidecheck.errors import Exit

EXITS = """\b
Exit codes:
  0    it was told to stop, or --check found nothing amiss
  2    usage, or a variable that cannot be used
  4    policy
  6    the port is taken, or the database is locked or out of reach
  70   a bug of glidecheck
  130  interrupted"""


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", metavar="PORT", min=0, max=65535, help="0 takes a free one.")] = 8000,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="FILE|URL",
            help="Where messages are kept: a file, or postgresql://... Default: GLIDECHECK_DB, else a file in your state folder.",
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what is on, what is missing, whether this machine will do; leave.")] = False,
    print_webhook_setup: Annotated[
        bool, typer.Option("--print-webhook-setup", help="Say what to enter at each platform, and leave.")
    ] = False,
) -> Exit:
    """Answer chat messages, the API and the phone page.

    Channels are switched on by variables: GLIDECHECK_TELEGRAM_TOKEN and
    GLIDECHECK_TELEGRAM_SECRET switch Telegram on; --check lists them all.
    """
    from glidecheck.cli.ending import say
    from glidecheck.errors import EngineMissing

    try:
        from glidecheck.service import settings, wiring
    except ImportError as error:
        raise EngineMissing(f"serve needs more packages ({error.name} is missing)", "pip install 'glidecheck[serve]'") from None

    found = settings.read(db=db)
    from glidecheck.jobs.database import PASSWORD, shows_password

    if shows_password(db):
        say(f"the password in --db can be read by every user of this machine: set {PASSWORD} or {PASSWORD}_FILE")
    for name in settings.strangers(found):
        say(f"{name} means nothing here; is it misspelt?")
    if check:
        from glidecheck.service import checkup

        print("\n".join(wiring.check(found)))
        looked = list(checkup.look(found))
        print("\n".join(map(str, looked)))
        begun = any(s.begun and not s.on for s in wiring.states(found))
        return Exit.USAGE if begun or any(one.amiss for one in looked) else Exit.GLIDE
    if print_webhook_setup:
        print("\n".join(wiring.setup(found)).rstrip())
        return Exit.GLIDE
    from glidecheck.service.run import serve as run

    run(found, host, port)
    return Exit.GLIDE
