"""Pages of written answers."""
