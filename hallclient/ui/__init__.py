"""Main window, theme, shared widgets, background jobs."""
