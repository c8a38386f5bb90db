"""Who we ask: accounts, customers, contacts, lifecycle stages, events, imports, consent."""
