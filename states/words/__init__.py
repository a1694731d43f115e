"""What a user reads from the engine, in Chinese and English, and how words are joined."""
