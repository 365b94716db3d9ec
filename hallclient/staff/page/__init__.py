"""Screens of the staff: sign-in, first run, people, settings, the log of acts."""
