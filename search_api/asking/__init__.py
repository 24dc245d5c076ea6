"""Questions and answers: what is asked, of whom, and the quotes that answer it."""
