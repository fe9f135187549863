"""What the web door answers, one file a subject."""
