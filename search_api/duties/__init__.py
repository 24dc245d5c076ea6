"""Duties: the table, the calendar and the files of who must do what by when."""
