"""ID reader, printers, drawer, displays: a Protocol and its drivers each."""
