"""A whole shelf, audited: readings that are kept, verdicts that follow from them, reports that a clinic signs."""
