"""What the hall sells: plans and promotions, as versions with an effective date."""
