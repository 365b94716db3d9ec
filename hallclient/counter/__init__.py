"""The service order and its workflow."""
