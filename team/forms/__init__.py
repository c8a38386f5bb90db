"""What people may type into the settings."""
