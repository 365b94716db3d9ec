"""The screens of the queue."""
