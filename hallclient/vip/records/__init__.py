"""Tables of VIP reception, one module for each of its books."""
