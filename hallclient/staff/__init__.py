"""People, roles and permissions, sign-in, second-person authorisation."""
