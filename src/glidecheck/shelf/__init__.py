"""A clinic's shelf: which photos are there, and which of them show one product. Nothing here reads a photo's text.

shelf = find("shelf/")                      # or find("s3://bucket/shelf", manifest="list.xlsx")
data = open_shot(shelf.products[0].shots[0])
products = join_by_barcode(shelf.products, {"elta-back.jpg": "4006381333931"})
"""

from glidecheck.shelf.gather import find, open_shot
from glidecheck.shelf.grouping import join_by_barcode

__all__ = ["find", "join_by_barcode", "open_shot"]
