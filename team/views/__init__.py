"""The settings: program, people, keys, audit trail, one's own profile."""
