"""Shifts, float, counts, over and short, drops, transfers."""
