"""Identity documents and checks, the customer archive, subscriptions."""
