"""How many of what the index holds: values of filters, and statistics."""
