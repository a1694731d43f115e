"""The static checks on a whole programme, and the sentences that say what they found."""
