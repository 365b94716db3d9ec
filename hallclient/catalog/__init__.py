"""Plans, value-added services, promotions, prices."""
