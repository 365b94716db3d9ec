"""VIP reception as its services use it inside a unit of work; never commits."""
