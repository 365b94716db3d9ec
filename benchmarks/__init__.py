"""Every performance figure of the README comes from here: each against its floor, in one run."""
