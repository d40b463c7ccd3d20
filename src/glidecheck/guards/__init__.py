"""What speaks against a list having been seen whole: folds, smudges, things that cover it, print that was not read, gaps."""
