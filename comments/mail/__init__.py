"""E-mails to commenters: the outbox, the texts, the links in them, the sending."""
