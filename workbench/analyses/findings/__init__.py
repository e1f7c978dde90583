"""What is weak and why it matters: findings by rule, questions to the room, and what was not assessed."""
