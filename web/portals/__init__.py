"""What other portals put into their pages: a search box, by script or as a frame."""
