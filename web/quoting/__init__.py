"""Pages of the basket and of saved searches."""
