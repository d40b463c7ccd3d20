"""Chat platforms: one file each over the platform's own library, all behind one Protocol (`glidecheck.channels.base.Channel`).

Nothing is imported here: a channel's library is loaded only where its settings switch it on.
"""
