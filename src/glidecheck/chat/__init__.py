"""The conversation: what a mother or a clinic writes, and what is answered. No platform is known here."""
