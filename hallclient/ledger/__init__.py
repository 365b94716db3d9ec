"""The double-entry journal (账簿): accounts, entries, balances."""
