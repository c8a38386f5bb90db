"""What the room's mails say: built here, sent by the mailroom."""
