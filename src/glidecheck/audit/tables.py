"""The audit's own tables, beside those of DBOS in the same database.

Photos' bytes never go in: only what was read of them, and small pictures of the print.
"""

from __future__ import annotations

import sqlalchemy as sa

PART = "audit"
"""The name under which the version of these tables is noted."""

_all = sa.MetaData()
_P = "glidecheck_"
_seq = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite counts up by itself only where it is INTEGER

files = sa.Table(
    f"{_P}files",
    _all,
    sa.Column("where", sa.Text, primary_key=True),
    sa.Column("stamp", sa.Text, nullable=False),  # size, times and inode: while they stand, the file is not read again to know its hash
    sa.Column("sha256", sa.String(64), nullable=False),
)
works = sa.Table(
    f"{_P}works",
    _all,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("order", sa.Text, nullable=False),  # JSON: which photos, by which reader
)
readings = sa.Table(
    f"{_P}readings",
    _all,
    sa.Column("seq", _seq, primary_key=True, autoincrement=True),
    sa.Column("work", sa.String(80), nullable=False, unique=True),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("photos", sa.Text, nullable=False),  # JSON: hashes of the photos that were read
    sa.Column("barcode", sa.Text),
    sa.Column("data", sa.LargeBinary, nullable=False),  # gzip of glidecheck.readings/4
    sqlite_autoincrement=True,
)
failures = sa.Table(
    f"{_P}failures",
    _all,
    sa.Column("seq", _seq, primary_key=True, autoincrement=True),
    sa.Column("work", sa.String(80), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("next", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
evidence = sa.Table(
    f"{_P}evidence",
    _all,
    sa.Column("photo", sa.String(64), primary_key=True),
    sa.Column("reader", sa.String(16), primary_key=True),
    sa.Column("left", sa.Float, nullable=False),
    sa.Column("top", sa.Float, nullable=False),
    sa.Column("scale", sa.Float, nullable=False),
    sa.Column("jpeg", sa.LargeBinary, nullable=False),
)
crops = sa.Table(
    f"{_P}crops",
    _all,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("photo", sa.String(64), nullable=False, index=True),
    sa.Column("jpeg", sa.LargeBinary, nullable=False),
)
judgements = sa.Table(
    f"{_P}judgements",
    _all,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("head", sa.Text, nullable=False),  # JSON: verdict, outcome, which crops prove it
    sa.Column("report", sa.LargeBinary, nullable=False),  # gzip of the report as JSON
)
audits = sa.Table(
    f"{_P}audits",
    _all,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("series", sa.Text, nullable=False, index=True),
    sa.Column("shelf", sa.Text, nullable=False),
    sa.Column("made", sa.String(32), nullable=False),
    sa.Column("about", sa.Text, nullable=False),  # JSON: lexicon, policy, engines, since, stored
)
rows = sa.Table(
    f"{_P}rows",
    _all,
    sa.Column("audit", sa.String(32), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("judgement", sa.String(64), nullable=False),
    sa.Column("verdict", sa.String(16)),
    sa.Column("about", sa.Text, nullable=False),  # JSON: product, works, what a later audit compares, change, review
)
reviews = sa.Table(
    f"{_P}reviews",
    _all,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("initials", sa.Text, nullable=False),
    sa.Column("on", sa.String(10), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("basis", sa.String(64), nullable=False),
)


_second = sa.MetaData()  # not in `_all`, which the first step makes whole
facts = sa.Table(
    f"{_P}facts",
    _second,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, nullable=False),  # JSON: what a person has seen of the product
)


def _first(c: sa.Connection) -> None:
    _all.create_all(c, checkfirst=False)


def _facts(c: sa.Connection) -> None:
    _second.create_all(c, checkfirst=False)


STEPS = (_first, _facts)
"""What makes version 1 of these tables of nothing, version 2 of version 1, and so on: a released step is never changed."""
