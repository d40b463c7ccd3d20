"""Renders photographs of labels that never existed, and what stands on them.

    recipe -> artwork -> solid -> scene -> camera -> JPEG and truth

Lengths are millimetres on the pack until the camera makes pixels of them. Everything is drawn from the recipe's seed. Only development
needs this package: the samples are committed as pictures.
"""
