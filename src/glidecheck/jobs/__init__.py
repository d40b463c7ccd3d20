"""Durable work: what was queued is done once, through kills, restarts and machines that come and go. A thin layer over DBOS.

`database` opens the SQLite file or the PostgreSQL database, `slots` gives every worker a name that no other live one has, `queue` puts work
in and asks how it fares, `worker` does it. It knows neither photos nor chats.

What DBOS does not do by itself and this package does: WAL for SQLite, a pinned version, JSON instead of pickle, a lock per worker and a
reaper by which a living worker takes over a dead one's work, and errors that a person can act on (StoreError, exit 6).
"""
