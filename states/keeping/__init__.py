"""How a record is kept: backups, upgrades, keys and the checkpoints that they sign."""
