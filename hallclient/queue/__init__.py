"""Queue (排队叫号): tickets, calling, waits."""
