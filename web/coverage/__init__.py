"""Pages of the coverage."""
