"""渠道 Group robots, the mailbox and the rules of a park, set up by its administrator."""
