"""Stories: the newsroom's side and the readers'."""
