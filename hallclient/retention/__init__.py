"""Personal data whose period is over: what would be erased, who is held, erasing it for good."""
