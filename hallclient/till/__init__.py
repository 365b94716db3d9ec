"""Shifts: float, drops, transfers, the blind count, over and short, approval."""
