"""The custody register (保管登记): seals, blank receipts and cheques, securities; two sign."""
