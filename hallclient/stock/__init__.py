"""Numbers, SIM cards, value cards and invoices: received, held, sold, used, voided, counted."""
