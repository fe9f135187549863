"""What is believed about the port, and what it means: pure, no I/O, no clock."""
