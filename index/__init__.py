"""Room 2: passages become a published generation, a query becomes ranked hits."""
