"""Where things stand on a page: reading order, headings, blocks, panels, whether a list is whole."""
