"""What readers send and open: comments, likes, reports, the links in e-mails."""
