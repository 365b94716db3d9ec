"""The journal (日记账): every movement of money, double entry, written once."""
