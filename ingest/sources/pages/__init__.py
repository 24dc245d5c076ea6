"""Pages: words and drawn lines, each with its place, become lines in reading order."""
