"""VIP reception: a guest from the door to the door, what they like, who looks after them."""
