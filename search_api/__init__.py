"""Room 3: what the product can do, as functions first and as HTTP second."""
