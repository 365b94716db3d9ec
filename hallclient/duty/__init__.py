"""The duty manager's day: watching, approving, closing."""
