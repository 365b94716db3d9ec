"""Numbers, SIM cards, value cards, invoices: received, issued, used, voided, counted."""
