"""What VIP reception exchanges and refuses; importing it loads no database layer."""
