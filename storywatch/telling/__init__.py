"""How stories are told to people: the words that the command and the web pages share."""
