"""Who works here: the program, users and roles, API keys, the audit trail."""
