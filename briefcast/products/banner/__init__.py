"""The banner: the leading figure and its finding at the head of a mail, of a web page, and on the card of a film."""
