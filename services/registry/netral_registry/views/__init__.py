"""What the registry can answer: rows made of its own events, and the questions asked of them."""
