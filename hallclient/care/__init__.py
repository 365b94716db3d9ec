"""Enquiries, complaints taken down, opinions and incidents: nothing of them without an owner."""
