"""The label head: what it is taught, and how (scripts/train_head.py)."""
