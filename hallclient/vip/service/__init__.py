"""Use cases of VIP reception, one unit of work each."""
