"""Child processes that decode strangers' photos, shared by the audit and the service: the pool, what passes to and fro, how a child lives.

A pool of our own: libraries for process pools (pebble, loky, the standard library's) start children by pickling functions and share the
parent's session. Ours need what those leave out: a Ctrl-C that only the parent hears, an end with the parent even by SIGKILL, replacement
by memory held, a second try in a fresh process, and photos as plain bytes.
"""
