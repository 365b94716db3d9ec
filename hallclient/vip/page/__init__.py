"""The screens of VIP reception, the bar and the lounge, each in a module of its own."""
