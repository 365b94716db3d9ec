"""Plays day scripts through the real widgets or straight through the services."""
