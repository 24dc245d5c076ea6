"""Pages of similar provisions and compared documents."""
