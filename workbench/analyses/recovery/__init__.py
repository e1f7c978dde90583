"""How soon each journey is back after a failure, and what data is lost."""
