"""The promises of the README, each on anything that can be handed in."""
