"""What the label says outside its ingredient list."""
