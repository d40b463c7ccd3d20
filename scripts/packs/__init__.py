"""Packs of plain hyaluronate as clinics and shops have them, drawn and photographed: what shows that a GLIDE is told of real layouts.

words.yaml  what such packs print, by language
contents    a formula and its words, drawn from an index
symbols     the signs of medical devices and of cosmetics
layouts     device label, ampoule carton, dropper bottle, tube, sachet, a side in six languages
photograph  the pack in a hand or on a table, under a lamp, before a phone; and the truth about it

Nothing here is shared with the recipes of `labels`, but the paper, the light and the camera.
"""
