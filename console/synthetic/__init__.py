"""Made-up people for demonstrations and simulations: who they are, what they see, how they act."""
