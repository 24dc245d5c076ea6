"""Room 4: pages for people, rendered on the server, complete without JavaScript."""
